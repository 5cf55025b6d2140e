import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, body, isApiError, type Schemas } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Inline, Loaded, Notice, SelectField, Stack, TextArea, useRefusal } from '../../shared/ui';
import { AuthFrame } from './frame';
import css from './auth.module.css';

type Survey = Schemas['SurveyReply'];

/** Confirming or rejecting a solution by the link of its letter, without sign-in. Opening it changes nothing: mail scanners follow links. */
export function SurveyPage(): ReactNode {
  const t = useT();
  const { token } = useParams({ strict: false }) as { token: string };
  const query = useQuery({ queryKey: ['survey', token], retry: false, queryFn: ({ signal }) => body<Survey>(api.GET('/surveys/{token}', { params: { path: { token } }, signal })) });
  const gone = isApiError(query.error, 410) ? t('survey.expired') : isApiError(query.error, 404) ? t('survey.unknown') : null;
  return (
    <AuthFrame title={t('survey.title')}>
      <div className={css.form}>
        <h1>{t('survey.title')}</h1>
        {gone === null ? <Loaded query={query} lines={3}>{(survey) => <Question key={survey.state} token={token} survey={survey} />}</Loaded> : <Notice tone="warn">{gone}</Notice>}
      </div>
    </AuthFrame>
  );
}

function Question({ token, survey }: { token: string; survey: Survey }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const [state, setState] = useState(survey);
  const [no, setNo] = useState(false);
  const [reason, setReason] = useState('');
  const [rating, setRating] = useState('');
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const answer = (what: Schemas['SurveyBody']): void => {
    setBusy(true);
    setFailed(null);
    body<Survey>(api.POST('/surveys/{token}', { params: { path: { token } }, body: what }))
      .then(setState, (error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  const name = <p><strong>{state.title}</strong> <span className="tabular">{state.reference}</span></p>;
  if (state.answered !== null)
    return (
      <>
        {name}
        <p role="status">{t(state.answered === 'confirmed' ? 'survey.confirmed' : 'survey.rejected')}</p>
      </>
    );
  if (!state.canConfirm && !state.canReject) return <>{name}<Notice>{t('survey.over')}</Notice></>;
  return (
    <Stack gap={16}>
      {name}
      {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
      {no ? (
        <>
          <TextArea label={t('survey.reason')} rows={4} maxLength={2000} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
          <Inline gap={12}>
            <Button look="primary" size="large" busy={busy} disabled={reason.trim() === ''} onClick={() => answer({ answer: 'rejected', reason: reason.trim() })}>{t('survey.send')}</Button>
            <Button size="large" onClick={() => setNo(false)}>{t('act.back')}</Button>
          </Inline>
        </>
      ) : (
        <>
          <p>{t('survey.question')}</p>
          <SelectField label={t('survey.rating')} optional placeholder={t('survey.noRating')} value={rating} options={[5, 4, 3, 2, 1].map((n) => ({ value: String(n), label: t('survey.stars', { n }) }))} onChange={({ currentTarget }) => setRating(currentTarget.value)} />
          {rating === '' ? null : <TextArea label={t('survey.comment')} optional rows={2} maxLength={2000} value={comment} onChange={({ currentTarget }) => setComment(currentTarget.value)} />}
          <Inline gap={12}>
            <Button look="primary" size="large" busy={busy} onClick={() => answer({ answer: 'confirmed', ...(rating === '' ? {} : { rating: Number(rating) }), ...(comment.trim() === '' ? {} : { comment: comment.trim() }) })}>{t('survey.yes')}</Button>
            <Button size="large" onClick={() => setNo(true)}>{t('survey.no')}</Button>
          </Inline>
        </>
      )}
    </Stack>
  );
}
