import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '../../shared/i18n';
import { Button, CheckField, IconButton, Inline, Stack, TextField } from '../../shared/ui';
import css from './admin.module.css';
import type { Level } from './agreement-draft';

const WHOM = ['assignee', 'group_lead', 'manager'] as const;

/** Whom a clock tells at which share of its time; each level once. */
export function Levels({ levels, change }: { levels: readonly Level[]; change: (levels: Level[]) => void }): ReactNode {
  const t = useT();
  const set = (index: number, part: Partial<Level>): void => change(levels.map((level, i) => (i === index ? { ...level, ...part } : level)));
  return (
    <Stack gap={8}>
      <h3>{t('admin.levels.title')}</h3>
      <p className={css.quiet}>{t('admin.levels.hint')}</p>
      {levels.map((level, index) => (
        <Inline key={index} gap={16}>
          {level.percent === null || level.percent === undefined ? (
            <span>{t('admin.levels.offset', { n: Math.round((level.offsetSeconds ?? 0) / 60) })}</span>
          ) : (
            <TextField label={t('admin.levels.percent')} inputMode="numeric" maxLength={3} value={String(level.percent)} onChange={({ currentTarget }) => set(index, { percent: Math.min(200, Math.max(1, Number(currentTarget.value.replace(/\D/g, '')) || 1)) })} />
          )}
          {WHOM.map((whom) => (
            <CheckField key={whom} label={t(`admin.levels.${whom}`)} checked={level.notify.includes(whom)} onChange={({ currentTarget }) => set(index, { notify: currentTarget.checked ? [...level.notify, whom] : level.notify.filter((each) => each !== whom) })} />
          ))}
          <CheckField label={t('admin.levels.raise')} checked={level.raisePriority === true} onChange={({ currentTarget }) => set(index, { raisePriority: currentTarget.checked })} />
          <CheckField label={t('admin.levels.webhook')} checked={level.webhook === true} onChange={({ currentTarget }) => set(index, { webhook: currentTarget.checked })} />
          <IconButton label={t('admin.levels.remove', { n: index + 1 })} onClick={() => change(levels.filter((_each, i) => i !== index))}>
            <IconTrash size={18} stroke={1.75} />
          </IconButton>
        </Inline>
      ))}
      <div>
        <Button onClick={() => change([...levels, { percent: 90, notify: ['assignee'] }])}>{t('admin.levels.add')}</Button>
      </div>
    </Stack>
  );
}
