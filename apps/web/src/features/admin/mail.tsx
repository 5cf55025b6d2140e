import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, body, type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Loaded, Moment, Notice, Stack, TabLink, TabLinks, TextField, toast, useRefusal, useTitle } from '../../shared/ui';
import css from './admin.module.css';

export const MAIL_STATES = ['unsent', 'failed', 'queued', 'sent', 'skipped'] as const;
type State = (typeof MAIL_STATES)[number];

/** The register of letters: who was written to, when, and what became of it; never their words. */
export function Mail({ state, q }: { state: State | undefined; q: string | undefined }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const [text, setText] = useState(q ?? '');
  useTitle(t('admin.mail.title'));
  const query = useInfiniteQuery({
    queryKey: ['admin', 'mail', state ?? 'all', q ?? ''],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Schemas['MailPage']) => nextCursor,
    queryFn: ({ signal, pageParam }) => body<Schemas['MailPage']>(api.GET('/mail', { params: { query: { limit: 50, ...(state ? { state: [state] } : {}), ...(q === undefined ? {} : { q }), ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
  });
  if (query.error && query.data === undefined) throw query.error;
  const counts = query.data?.pages[0]?.counts as Record<string, number> | undefined;
  return (
    <Stack gap={16}>
      <h1>{t('admin.mail.title')}</h1>
      {query.data?.pages[0]?.sends === false ? <Notice tone="warn">{t('admin.mail.noServer')}</Notice> : null}
      <form
        role="search"
        className={css.acts}
        style={{ marginTop: 0 }}
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ to: '/admin/mail', search: { state, q: text.trim() === '' ? undefined : text.trim() } });
        }}
      >
        <TextField label={t('admin.mail.find')} hideLabel type="search" placeholder={t('admin.mail.find')} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        <Button type="submit">{t('admin.find')}</Button>
      </form>
      <TabLinks label={t('admin.mail.title')}>
        <TabLink to="/admin/mail" search={{ q }} activeOptions={{ exact: true, includeSearch: true }}>{t('admin.mail.all')}</TabLink>
        {MAIL_STATES.map((one) => (
          <TabLink key={one} to="/admin/mail" search={{ state: one, q }} activeOptions={{ exact: true, includeSearch: true }} count={counts?.[one]}>{t(`admin.mail.${one}`)}</TabLink>
        ))}
      </TabLinks>
      <Loaded query={query} lines={6}>
        {({ pages }) => {
          const letters = pages.flatMap(({ items }) => items);
          if (letters.length === 0) return <p className={css.quiet}>{t('admin.mail.none')}</p>;
          return (
            <>
              <div className={css.sheet} tabIndex={0} role="region" aria-label={t('admin.mail.title')}>
                <table className={css.table}>
                  <thead>
                    <tr>
                      <th scope="col">{t('admin.mail.number')}</th><th scope="col">{t('admin.mail.to')}</th><th scope="col">{t('admin.mail.what')}</th><th scope="col">{t('admin.mail.made')}</th><th scope="col">{t('admin.mail.state')}</th><th scope="col"><span className="visually-hidden">{t('admin.mail.again')}</span></th>
                    </tr>
                  </thead>
                  <tbody>{letters.map((letter) => <Row key={letter.id} letter={letter} sends={pages[0]?.sends === true} />)}</tbody>
                </table>
              </div>
              {query.hasNextPage ? <div><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('admin.more')}</Button></div> : null}
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

function Row({ letter, sends }: { letter: Schemas['MailReply']; sends: boolean }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const refusal = useRefusal();
  const may = useMay('mail.write');
  const again = (): void => void body(api.POST('/mail/{id}/resend', { params: { path: { id: letter.id } } })).then(() => client.invalidateQueries({ queryKey: ['admin', 'mail'] }), (error: unknown) => toast.fail(refusal(error)));
  return (
    <tr>
      <td className="tabular">{letter.number}</td>
      <td>{letter.address}</td>
      <td>{letter.name}{letter.reference === null ? null : <> · <span className="tabular">{letter.reference}</span></>}</td>
      <td><Moment at={letter.createdAt} /></td>
      <td>
        {t(`admin.mail.is.${letter.state as State}`)}
        {letter.sentAt === null ? null : <> <Moment at={letter.sentAt} /></>}
        {letter.lastError === null ? null : <div className={css.quiet}>{letter.lastError}</div>}
      </td>
      <td>{may && sends && ['unsent', 'failed', 'skipped'].includes(letter.state) ? <Button size="small" onClick={again} aria-label={t('admin.mail.againOf', { n: letter.number })}>{t('admin.mail.again')}</Button> : null}</td>
    </tr>
  );
}
