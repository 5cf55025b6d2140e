import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, body, type Schemas } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Card, CheckField, Loaded, toast, useRefusal } from '../../shared/ui';
import { choicesQuery } from './data';
import css from './notes.module.css';

/** Which notifications come in the web and which by e-mail; each choice saves by itself. */
export function Choices(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const refusal = useRefusal();
  const query = useQuery(choicesQuery);
  /* Seen at once; put back where the server refuses. */
  const choose = (choice: Schemas['NotificationChoice']): void => {
    const before = client.getQueryData(choicesQuery.queryKey);
    client.setQueryData(choicesQuery.queryKey, before && { items: before.items.map((item) => (item.kind === choice.kind ? { ...item, ...choice } : item)) });
    void body<Schemas['NotificationChoiceList']>(api.PUT('/me/notification-choices', { body: { items: [choice] } })).then(
      (after) => {
        client.setQueryData(choicesQuery.queryKey, after);
        toast.say(t('form.saved'));
      },
      (error: unknown) => {
        client.setQueryData(choicesQuery.queryKey, before);
        toast.fail(refusal(error));
      },
    );
  };
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
              {items.map(({ kind, name, web, mail }) => (
                <tr key={kind}>
                  <th scope="row" style={{ fontWeight: 400 }}>{name}</th>
                  <td><CheckField label={<span className="visually-hidden">{`${name}: ${t('notes.web')}`}</span>} checked={web} onChange={({ currentTarget }) => choose({ kind, web: currentTarget.checked, mail })} /></td>
                  <td><CheckField label={<span className="visually-hidden">{`${name}: ${t('notes.mail')}`}</span>} checked={mail} onChange={({ currentTarget }) => choose({ kind, web, mail: currentTarget.checked })} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </Card>
  );
}
