import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay, useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Card, CheckField, ConfirmAct, Inline, Loaded, Notice, Stack, toast, useRefusal } from '../../shared/ui';
import css from './admin.module.css';
import { rolesAll } from './data';
import { useAfterSave } from './use-save';

type Person = Schemas['PersonReply'];
const GRANTS = ['department_tickets', 'on_behalf'] as const;

/** Roles, the way in, and leaving: each with what follows from it said first. */
export function PersonAccess({ person }: { person: Person }): ReactNode {
  const t = useT();
  const own = useMe().person.id === person.id;
  return (
    <>
      <Roles key={`${person.version}`} person={person} own={own} />
      <Card title={t('admin.access.title')} id="access">
        <Stack gap={12}>
          {person.active === false ? <Reactivate person={person} /> : <Leaving person={person} own={own} />}
        </Stack>
      </Card>
    </>
  );
}

function Roles({ person, own }: { person: Person; own: boolean }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const refusal = useRefusal();
  const may = useMay('person.roles') && !own;
  const query = useQuery(rolesAll);
  const [roles, setRoles] = useState<readonly string[]>(person.roles ?? []);
  const [grants, setGrants] = useState<readonly (typeof GRANTS)[number][]>(person.grants ?? []);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = (): void => {
    setBusy(true);
    setFailed(null);
    body(api.PUT('/people/{id}/roles', { params: { path: { id: person.id } }, headers: ifMatch(person.version), body: { roles: [...roles], grants: [...grants] } }))
      .then(() => after(), (error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  const toggled = <T extends string>(list: readonly T[], one: T, on: boolean): T[] => (on ? [...list, one] : list.filter((each) => each !== one));
  return (
    <Card title={t('admin.roles.title')} id="roles">
      <Stack gap={16}>
        {own ? <Notice>{t('admin.roles.own')}</Notice> : null}
        {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
        <Loaded query={query} lines={3}>
          {({ items }) => (
            <fieldset className={css.checks} disabled={!may}>
              <legend>{t('admin.roles.which')}</legend>
              {items.map((role) => (
                <CheckField key={role.id} label={role.name} checked={roles.includes(role.key)} onChange={({ currentTarget }) => setRoles(toggled(roles, role.key, currentTarget.checked))} />
              ))}
            </fieldset>
          )}
        </Loaded>
        <fieldset className={css.checks} disabled={!may}>
          <legend>{t('admin.grants.which')}</legend>
          {GRANTS.map((grant) => (
            <CheckField key={grant} label={t(`admin.grant.${grant}`)} checked={grants.includes(grant)} onChange={({ currentTarget }) => setGrants(toggled(grants, grant, currentTarget.checked))} />
          ))}
        </fieldset>
        {may ? (
          <div>
            <Button look="primary" busy={busy} onClick={save}>{t('admin.roles.save')}</Button>
          </div>
        ) : null}
      </Stack>
    </Card>
  );
}

/** Deactivating names its consequences with numbers before anything happens (ux.md §1.5.20). */
function Leaving({ person, own }: { person: Person; own: boolean }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const refusal = useRefusal();
  const [mayInvite, mayEnd, mayDeactivate] = [useMay('person.invite'), useMay('person.endSessions'), useMay('person.deactivate')];
  const [consequences, setConsequences] = useState<Schemas['ConsequencesReply'] | null>(null);
  const path = { params: { path: { id: person.id } } };
  const act = (work: Promise<unknown>, done: string): void => void work.then(() => toast.say(done), (error: unknown) => toast.fail(refusal(error)));
  const look = (): void => void body<Schemas['ConsequencesReply']>(api.POST('/people/{id}/deactivation-preview', path)).then(setConsequences, (error: unknown) => toast.fail(refusal(error)));
  const lines = consequences === null ? [] : (['assignedTickets', 'requestedTickets', 'groups', 'responsibilities', 'grants', 'sessions', 'tokens'] as const).filter((key) => consequences[key] > 0);
  return (
    <>
      <Inline gap={8}>
        {mayInvite ? <Button onClick={() => act(body(api.POST('/people/{id}/invite', path)), t('admin.invite.done'))}>{t('admin.invite')}</Button> : null}
        {mayEnd ? <Button onClick={() => act(body(api.DELETE('/people/{id}/sessions', path)), t('admin.sessions.done'))}>{t('admin.sessions.end')}</Button> : null}
        {mayDeactivate && !own ? <Button look="danger" onClick={look}>{t('admin.deactivate')}</Button> : null}
      </Inline>
      <p className={css.quiet}>{t('admin.access.hint')}</p>
      <ConfirmAct
        open={consequences !== null}
        onClose={() => setConsequences(null)}
        title={t('admin.deactivate.title', { name: person.displayName })}
        act={t('admin.deactivate')}
        danger
        onConfirm={async () => {
          await body(api.POST('/people/{id}/deactivate', { ...path, headers: ifMatch(person.version) }));
          await after();
        }}
      >
        <p>{lines.length === 0 ? t('admin.consequences.none') : t('admin.consequences')}</p>
        {consequences === null ? null : (
          <ul className={css.consequences}>
            {lines.map((key) => (
              <li key={key}>{t(`admin.consequence.${key}`, { n: consequences[key] })}</li>
            ))}
          </ul>
        )}
        <p className={css.quiet}>{t('admin.deactivate.kept')}</p>
      </ConfirmAct>
    </>
  );
}

function Reactivate({ person }: { person: Person }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const refusal = useRefusal();
  const may = useMay('person.reactivate');
  return (
    <>
      <Notice tone="warn">{t('admin.person.isInactive')}</Notice>
      {may ? (
        <div>
          <Button onClick={() => void body(api.POST('/people/{id}/reactivate', { params: { path: { id: person.id } }, headers: ifMatch(person.version) })).then(() => after(), (error: unknown) => toast.fail(refusal(error)))}>{t('admin.reactivate')}</Button>
        </div>
      ) : null}
    </>
  );
}
