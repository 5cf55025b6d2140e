import { type FieldError, Refusal } from '@opora/kit';
import type { Actor, Question } from '@opora/platform';

export interface References {
  serviceId?: string | null | undefined;
  categoryId?: string | null | undefined;
  locationId?: string | null | undefined;
  configurationItemIds?: readonly string[] | undefined;
}

export interface KnownReferences {
  service: boolean;
  category: boolean;
  location: boolean;
  items: string[];
}

const KNOWN = `
  select $1::uuid is null or exists (select 1 from service s where s.id = $1 and ($5::bool or s.status = 'live')) as service,
    $2::uuid is null or exists (select 1 from category c left join service s on s.id = c.service_id
      where c.id = $2 and c.active and ($1::uuid is null or c.service_id is null or c.service_id = $1) and ($5::bool or c.service_id is null or s.status = 'live')) as category,
    $3::uuid is null or exists (select 1 from location l where l.id = $3 and l.active) as location,
    array(select i.id::text from configuration_item i where i.id = any($4::uuid[]) and ($6::bool or i.assigned_to_id = $7::uuid)) as items`;

/** Which of the named records there are for the caller. */
export function referencesQuestion(actor: Actor, { serviceId, categoryId, locationId, configurationItemIds = [] }: References): Question<KnownReferences> {
  const all = (permission: string): boolean => actor.scopes(permission).has('all');
  return { text: KNOWN, params: [serviceId ?? null, categoryId ?? null, locationId ?? null, configurationItemIds, all('service.read'), all('ci.read'), actor.personId] };
}

/** @throws Refusal 422 `unknown_reference`: unknown and invisible look alike (`security.md` MA-05) */
export function refuseUnknown({ configurationItemIds = [] }: References, known: KnownReferences | null | undefined): void {
  const errors: FieldError[] = [];
  if (!known?.service) errors.push({ pointer: '/serviceId', code: 'unknown_reference' });
  if (!known?.category) errors.push({ pointer: '/categoryId', code: 'unknown_reference' });
  if (!known?.location) errors.push({ pointer: '/locationId', code: 'unknown_reference' });
  configurationItemIds.forEach((id, index) => {
    if (!known?.items.includes(id.toLowerCase())) errors.push({ pointer: `/configurationItemIds/${index}`, code: 'unknown_reference' });
  });
  if (errors.length > 0) throw new Refusal('invalid', { errors });
}
