import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, type Ref, useEffect, useState } from 'react';
import { api, body, raw, type Schemas, useMay } from '../../../shared/api';
import { useI18n } from '../../../shared/i18n';
import { Button, Inline, TextField } from '../../../shared/ui';
import { VipChip } from '../../../shared/ui/chips';
import { Pick } from '../../ticket/pick';
import css from './call.module.css';
import { type Call, type Caller, calls } from './store';

type Person = Schemas['PersonReply'];
type Item = Schemas['ItemReply'];
const WAIT_MS = 120;
const MOST = 12;

interface Found {
  person: Person;
  /** The device by whose name the person was found. */
  device?: string;
}

/** People by name, address, phone (its end is enough) or by the device in front of them. */
async function find(text: string, signal: AbortSignal): Promise<Found[]> {
  const isPhone = /^\+?[\d\s()-]{3,}$/.test(text);
  const people = body<Schemas['PersonPage']>(api.GET('/people', { params: { query: { active: true, limit: MOST, ...(isPhone ? { phone: text.replace(/\D/g, '') } : { q: text }) } }, signal })).catch(() => null);
  const devices = raw(`/configuration-items?limit=5&q=${encodeURIComponent(text)}`, { signal })
    .then(async (answer) => ((await answer.json()) as { items: Item[] }).items.filter(({ assignedToId }) => assignedToId !== null))
    .catch(() => [] as Item[]);
  const [page, items] = await Promise.all([people, text.length > 2 ? devices : Promise.resolve([] as Item[])]);
  const found: Found[] = (page?.items ?? []).map((person) => ({ person }));
  const missing = items.filter(({ assignedToId }) => !found.some(({ person }) => person.id === assignedToId));
  const owners = await Promise.all(missing.slice(0, 3).map(async (item) => ({ item, person: await body(api.GET('/people/{id}', { params: { path: { id: item.assignedToId ?? '' } }, signal })).catch(() => null) })));
  return [...found, ...owners.flatMap(({ item, person }) => (person ? [{ person, device: item.name }] : []))];
}

const callerOf = ({ id, displayName, departmentName, phone, email, vip }: Person): Caller => ({ id, name: displayName, department: departmentName ?? null, phone: phone ?? null, email: email ?? null, vip: vip ?? false });

/** Who is on the line. */
export function CallerField({ call, onChosen, inputRef }: { call: Call; onChosen: () => void; inputRef: Ref<HTMLInputElement> }): ReactNode {
  const { t } = useI18n();
  const mayCreate = useMay('person.create');
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data = [], isFetching } = useQuery({ queryKey: ['people', 'call', asked], enabled: asked.length > 1, placeholderData: keepPreviousData, queryFn: ({ signal }) => find(asked, signal) });
  const options = (asked.length > 1 ? data : []).map(({ person, device }) => ({ value: person.id, label: person.displayName, hint: [person.departmentName, person.phone, person.email, device].filter(Boolean).join(' · ') }));
  return (
    <>
      <Pick label={t('call.caller')} big testid="call-caller" inputRef={inputRef} placeholder={t('call.callerHint')} options={options} searching={isFetching || text.trim() !== asked} onSearch={setText}
        value={call.caller ? { value: call.caller.id, label: call.caller.name } : call.stranger ? { value: '', label: call.stranger.name } : null}
        onChange={({ value }) => {
          const person = data.find((one) => one.person.id === value)?.person;
          if (!person) return;
          calls.set(call.id, { caller: callerOf(person), stranger: null });
          onChosen();
        }}
        other={mayCreate ? { label: (name) => t('call.newPerson', { name }), act: (name) => calls.set(call.id, { caller: null, stranger: /^[+\d\s()-]+$/.test(name) ? { name: '', email: '', phone: name } : { name, email: '', phone: '' } }) } : undefined} />
      {call.caller ? <Known caller={call.caller} /> : null}
      {call.stranger ? <Stranger call={call} stranger={call.stranger} /> : null}
    </>
  );
}

const Known = ({ caller }: { caller: Caller }): ReactNode => (
  <p className={css.known}>
    {caller.vip ? <VipChip /> : null}
    {[caller.department, caller.phone, caller.email].filter(Boolean).join(' · ')}
  </p>
);

function Stranger({ call, stranger }: { call: Call; stranger: NonNullable<Call['stranger']> }): ReactNode {
  const { t } = useI18n();
  const set = (part: Partial<typeof stranger>): void => calls.set(call.id, { stranger: { ...stranger, ...part } });
  return (
    <div className={css.stranger} role="group" aria-label={t('call.stranger')}>
      <TextField label={t('call.name')} value={stranger.name} onChange={({ currentTarget }) => set({ name: currentTarget.value })} autoFocus={stranger.name === ''} />
      <TextField label={t('desk.email')} type="email" value={stranger.email} onChange={({ currentTarget }) => set({ email: currentTarget.value })} autoFocus={stranger.name !== ''} />
      <TextField label={t('desk.phone')} type="tel" optional value={stranger.phone} onChange={({ currentTarget }) => set({ phone: currentTarget.value })} />
      <Inline gap={8}>
        <Button look="link" size="small" onClick={() => calls.set(call.id, { stranger: null })}>{t('call.notNew')}</Button>
      </Inline>
    </div>
  );
}
