import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { api, body, type Schemas } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Card, CheckField, Loaded, toast, useRefusal } from '../../shared/ui';
import { choicesQuery } from './data';
import css from './notes.module.css';

type Item = Schemas['NotificationChoiceList']['items'][number];

/** Which notifications come in the web and which by e-mail; each choice saves by itself. */
export function Choices(): ReactNode {
  const t = useT();
  const query = useQuery(choicesQuery);
  return (
    <Card title={t('notes.choices')} id="choices">
      <Loaded query={query} lines={6}>
        {({ items }) => (
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('notes.kind')}</th>
                <th scope="col">{t('notes.web')}</th>
                <th scope="col">{t('notes.mail')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <Row key={item.kind} item={item} />
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </Card>
  );
}

/** Shows a choice in the moment of the press. Of several presses the last is saved last; where one is refused, the stored choice comes back and the row says why. */
function Row({ item }: { item: Item }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const refusal = useRefusal();
  const [pressed, setPressed] = useState<Item | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const line = useRef(Promise.resolve());
  const presses = useRef(0);
  const row = useRef<HTMLTableRowElement>(null);
  // A reason in the notification centre leads here.
  useEffect(() => {
    if (decodeURIComponent(location.hash.slice(1)) === item.kind) row.current?.scrollIntoView({ block: 'center' });
  }, [item.kind]);
  const { kind, name, web, mail } = pressed ?? item;
  const choose = (next: Item): void => {
    const press = (presses.current += 1);
    setPressed(next);
    setFailed(null);
    line.current = line.current.then(() =>
      body<Schemas['NotificationChoiceList']>(api.PUT('/me/notification-choices', { body: { items: [{ kind, web: next.web, mail: next.mail }] } })).then(
        (after) => {
          client.setQueryData(choicesQuery.queryKey, after);
          if (press !== presses.current) return;
          setPressed(null);
          toast.say(t('form.saved'));
        },
        (error: unknown) => {
          if (press !== presses.current) return;
          setPressed(null);
          setFailed(t('notes.notSaved', { reason: refusal(error) }));
        },
      ),
    );
  };
  return (
    <tr ref={row} id={kind}>
      <th scope="row" style={{ fontWeight: 400 }}>
        {name}
        {failed === null ? null : (
          <p className={css.failed} role="alert">
            {failed}
          </p>
        )}
      </th>
      <td><CheckField label={<span className="visually-hidden">{`${name}: ${t('notes.web')}`}</span>} checked={web} onChange={({ currentTarget }) => choose({ kind, name, web: currentTarget.checked, mail })} /></td>
      <td><CheckField label={<span className="visually-hidden">{`${name}: ${t('notes.mail')}`}</span>} checked={mail} onChange={({ currentTarget }) => choose({ kind, name, web, mail: currentTarget.checked })} /></td>
    </tr>
  );
}
