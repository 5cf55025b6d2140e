import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, Card, ConfirmAct, EmptyState, IconButton, Inline, Loaded, Notice, Stack, toast, useRefusal } from '../../shared/ui';
import { type Rule, rulesQuery } from './data';
import { EventsFrame } from './frame';
import { type Draft, draftOf, RuleForm } from './rule-form';
import css from './events.module.css';

type Trial = Schemas['TrialReply'];

/** The ordered rules: the first that fits an alert decides. What is being written can be tried on the last day before it holds. */
export function EventRules({ id }: { id: string | undefined }): ReactNode {
  const { t } = useI18n();
  const may = useMay('eventRule.write');
  const navigate = useNavigate();
  const query = useQuery(rulesQuery);
  if (query.error && query.data === undefined) throw query.error;
  const choose = (next: string | undefined): void => void navigate({ to: '/desk/events/rules', search: { id: next } });
  return (
    <EventsFrame title={t('events.tab.rules')} head={may ? <Button look="primary" icon={<IconPlus size={18} stroke={2} aria-hidden />} onClick={() => choose('new')}>{t('events.rule.add')}</Button> : undefined}>
      <p className={css.quiet}>{t('events.rule.hint')}</p>
      <Loaded query={query} lines={6} line={56}>
        {({ items }) => {
          const chosen = id === 'new' ? null : items.find((rule) => rule.id === id);
          return (
            <div className={chosen === undefined ? css.split : undefined}>
              <Stack gap={16}>
                <Order rules={items} chosen={id} choose={choose} may={may} />
                {chosen === undefined ? null : <Editor key={`${id} ${chosen?.version ?? 0}`} rule={chosen} rules={items} may={may} choose={choose} />}
              </Stack>
              {chosen === undefined ? <TrialPanel draft={null} rules={items} /> : null}
            </div>
          );
        }}
      </Loaded>
    </EventsFrame>
  );
}

/** Order by buttons: a press moves the rule by one place, and the focus stays on it. */
function Order({ rules, chosen, choose, may }: { rules: readonly Rule[]; chosen: string | undefined; choose: (id: string) => void; may: boolean }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const free = rules.filter(({ builtIn }) => !builtIn);
  const move = useMutation({
    mutationFn: async ({ rule, by }: { rule: Rule; by: -1 | 1 }) => {
      const at = free.indexOf(rule);
      const other = free[at + by];
      if (other === undefined) return;
      const place = (one: Rule, position: number) => body(api.PATCH('/event-rules/{id}', { params: { path: { id: one.id } }, headers: ifMatch(one.version), body: { position } }));
      await place(rule, other.position === rule.position ? Math.max(0, other.position + by) : other.position);
      if (other.position !== rule.position) await place(other, rule.position);
    },
    onError: (error) => toast.fail(refusal(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ['event-rules'] }),
  });
  return (
    <ol className={css.rules} aria-label={t('events.tab.rules')}>
      {rules.map((rule, index) => (
        <li key={rule.id} className={css.rule} data-chosen={rule.id === chosen || undefined} data-off={!rule.active || undefined}>
          <div>
            <strong>{index + 1}. {rule.name}</strong>
            <p><Summary rule={rule} /></p>
          </div>
          <Inline gap={4}>
            {may && !rule.builtIn ? (
              <>
                <IconButton label={t('events.rule.up', { name: rule.name })} disabled={index === 0 || move.isPending} onClick={() => move.mutate({ rule, by: -1 })}><IconArrowUp size={18} stroke={1.75} /></IconButton>
                <IconButton label={t('events.rule.down', { name: rule.name })} disabled={index >= free.length - 1 || move.isPending} onClick={() => move.mutate({ rule, by: 1 })}><IconArrowDown size={18} stroke={1.75} /></IconButton>
              </>
            ) : null}
            <Button size="small" aria-label={t(may ? 'events.rule.editOf' : 'events.rule.openOf', { name: rule.name })} onClick={() => choose(rule.id)}>{t(may ? 'events.rule.edit' : 'events.rule.open')}</Button>
          </Inline>
        </li>
      ))}
    </ol>
  );
}

function Summary({ rule }: { rule: Rule }): ReactNode {
  const { t, tOr, format } = useI18n();
  const { severities, matchers, sourceIds, serviceIds, itemIds } = rule.conditions;
  const when = [
    ...severities.map((severity) => t(`events.severity.${severity}`)),
    ...matchers.map(({ field, label, way, value }) => `${field === 'label' ? (label ?? '') : t(`events.field.${field}`)} ${t(`events.way.${way}`)} “${value}”`),
    ...(sourceIds.length + serviceIds.length + itemIds.length > 0 ? [t('events.rule.places', { n: sourceIds.length + serviceIds.length + itemIds.length })] : []),
  ];
  return (
    <>
      {when.length === 0 ? t('events.rule.everything') : when.join(' · ')} → {tOr(`events.action.${rule.action.kind}`, rule.action.kind)}, {t('events.rule.window', { time: format.duration(rule.windowSeconds) })}
      {rule.active ? null : ` · ${t('events.rule.off')}`}
    </>
  );
}

function Editor({ rule, rules, may, choose }: { rule: Rule | null; rules: readonly Rule[]; may: boolean; choose: (id: string | undefined) => void }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const [draft, setDraft] = useState<Draft>(() => draftOf(rule));
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  const after = (made?: Rule): Promise<void> => client.invalidateQueries({ queryKey: ['event-rules'] }).then(() => choose(made?.id));
  const save = (): void => {
    setBusy(true);
    setFailed(null);
    const { active, ...whole } = draft;
    const sent =
      rule === null
        ? body<Rule>(api.POST('/event-rules', { body: draft }))
        : body<Rule>(api.PATCH('/event-rules/{id}', { params: { path: { id: rule.id } }, headers: ifMatch(rule.version), body: rule.builtIn ? whole : draft }));
    sent
      .then((made) => after(made).then(() => toast.say(t('events.rule.saved'))))
      .catch((error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
    void active;
  };
  return (
    <div className={css.split}>
      <Card title={rule === null ? t('events.rule.new') : rule.name} id="rule" act={<Button size="small" look="quiet" onClick={() => choose(undefined)}>{t('act.close')}</Button>}>
        <Stack gap={16}>
          {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
          {rule?.builtIn ? <Notice>{t('events.rule.builtIn')}</Notice> : null}
          <RuleForm draft={draft} change={setDraft} disabled={!may} builtIn={rule?.builtIn ?? false} />
          {may ? (
            <Inline gap={8}>
              <Button look="primary" busy={busy} disabled={draft.name.trim() === ''} onClick={save}>{rule === null ? t('events.rule.create') : t('events.rule.save')}</Button>
              {rule !== null && !rule.builtIn ? <Button onClick={() => setRemoving(true)}>{t('events.rule.remove')}</Button> : null}
            </Inline>
          ) : null}
        </Stack>
      </Card>
      <TrialPanel draft={{ id: rule?.id ?? null, draft }} rules={rules} />
      {rule === null ? null : (
        <ConfirmAct open={removing} onClose={() => setRemoving(false)} title={t('events.rule.removeTitle', { name: rule.name })} act={t('events.rule.remove')} danger onConfirm={() => body(api.DELETE('/event-rules/{id}', { params: { path: { id: rule.id } } })).then(() => after())}>
          <p>{t('events.rule.removeText')}</p>
        </ConfirmAct>
      )}
    </div>
  );
}

/** What the rules would have made of the last day, the one being written in its place among the others. */
function TrialPanel({ draft, rules }: { draft: { id: string | null; draft: Draft } | null; rules: readonly Rule[] }): ReactNode {
  const { t, format } = useI18n();
  const may = useMay('eventRule.trial');
  const refusal = useRefusal();
  const run = useMutation({
    mutationFn: () => {
      const bodyOf = ({ name, conditions, gatherBy, windowSeconds, action }: Draft) => ({ name, conditions, gatherBy, windowSeconds, action });
      const active = rules.filter((rule) => rule.active || rule.id === draft?.id);
      const whole = active.flatMap((rule) => (rule.id === draft?.id ? (draft.draft.active === false ? [] : [{ id: rule.id, ...bodyOf(draft.draft) }]) : [{ id: rule.id, ...bodyOf(rule) }]));
      const last = whole.findIndex(({ id }) => rules.find((rule) => rule.id === id)?.builtIn);
      const given = draft !== null && draft.id === null ? [...whole.slice(0, Math.max(0, last)), bodyOf(draft.draft), ...whole.slice(Math.max(0, last))] : whole;
      return body<Trial>(api.POST('/event-rules/trial', { body: { rules: given, hours: 24 } }));
    },
  });
  if (!may) return null;
  return (
    <Card title={t('events.trial.title')} id="trial">
      <Stack gap={12}>
        <p className={css.quiet}>{t('events.trial.hint')}</p>
        <div><Button busy={run.isPending} onClick={() => run.mutate()}>{t('events.trial.run')}</Button></div>
        {run.error ? <Notice tone="bad" role="alert">{refusal(run.error)}</Notice> : null}
        <div role="status">
          {run.data === undefined ? null : (
            <Stack gap={12}>
              <p className={css.trial}>{t('events.trial.result', { events: format.number(run.data.events), alerts: format.number(run.data.alerts), incidents: format.number(run.data.incidents), now: format.number(run.data.incidentsNow) })}</p>
              {run.data.truncated ? <Notice tone="warn">{t('events.trial.truncated')}</Notice> : null}
              {run.data.rules.length === 0 ? <EmptyState compact>{t('events.trial.none')}</EmptyState> : (
                <table className={css.table}>
                  <caption className="visually-hidden">{t('events.trial.byRule')}</caption>
                  <thead><tr><th scope="col">{t('events.trial.rule')}</th><th scope="col">{t('events.trial.alerts')}</th><th scope="col">{t('events.trial.incidents')}</th></tr></thead>
                  <tbody>{run.data.rules.map(({ rule, name, alerts, incidents }) => <tr key={rule ?? 'none'}><td>{name ?? t('events.trial.noRule')}</td><td className="tabular">{format.number(alerts)}</td><td className="tabular">{format.number(incidents)}</td></tr>)}</tbody>
                </table>
              )}
              {run.data.largest.length === 0 ? null : <p className={css.quiet}>{t('events.trial.largest', { list: run.data.largest.slice(0, 3).map(({ title, alerts }) => `${title} (${alerts})`).join('; ') })}</p>}
            </Stack>
          )}
        </div>
      </Stack>
    </Card>
  );
}
