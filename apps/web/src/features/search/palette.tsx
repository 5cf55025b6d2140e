import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { useMe } from '../../shared/api';
import { shown, useHotkeyRegistry } from '../../shared/hotkeys';
import { loadTexts, useI18n } from '../../shared/i18n';
import { Dialog } from '../../shared/ui';
import { searchQuery } from './data';
import { referenceIn } from './meant';
import css from './search.module.css';

interface Entry {
  key: string;
  group: 'reference' | 'command' | 'ticket' | 'person' | 'service' | 'item' | 'all';
  title: string;
  hint?: string | undefined;
  act: () => void;
}

const WAIT_MS = 150;
const EACH = 6;

/** A number, a command that works here, or words (ux.md §2.2); each key of the page is a command with its name. */
export default function Palette({ onClose }: { onClose: () => void }): ReactNode {
  const { t, tOr, locale } = useI18n();
  const router = useRouter();
  const navigate = useNavigate();
  const me = useMe();
  const id = useId();
  const { list } = useHotkeyRegistry();
  // What works on the page under it, as it was when it was opened.
  const [commands] = useState(() => list().filter(({ keys }) => !/^(Arrow|Escape|Mod\+KeyK|Slash|Enter|Space|Tab)/.test(keys)));
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const box = useRef<HTMLUListElement>(null);
  const deferred = useDeferredValue(text);
  useEffect(() => void loadTexts(locale, ['queue']), [locale]);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.replace(/^[>@#№:]\s*/, '').trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const scope = { '>': 'command', '@': 'person', '#': 'ticket', '№': 'ticket' }[text[0] ?? ''];
  const found = useQuery({ ...searchQuery(me, asked, EACH), enabled: asked.length > 1 && scope !== 'command' });
  const words = deferred.replace(/^[>@#№:]\s*/, '').toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  const go = (to: string): void => void router.history.push(to);
  const reference = scope === 'command' || scope === 'person' ? null : referenceIn(text.replace(/^[#№]\s*/, ''));
  const entries: Entry[] = [
    ...(reference ? [{ key: 'reference', group: 'reference' as const, title: t('palette.open', { reference }), act: () => go(`/desk/t/${reference}`) }] : []),
    ...(scope === undefined || scope === 'command'
      ? commands
          .filter(({ label }, index) => words.every((word) => label.toLocaleLowerCase(locale).split(/[\s(]+/).some((part) => part.startsWith(word))) && commands.findIndex((one) => one.label === label) === index)
          .slice(0, words.length === 0 ? 12 : EACH)
          .map(({ keys, label, act }) => ({ key: `c ${keys} ${label}`, group: 'command' as const, title: label, hint: shown(keys).join(' '), act }))
      : []),
    ...(asked.length > 1 && scope !== 'command' ? (found.data ?? []) : []).filter((hit) => scope === undefined || hit.kind === scope).filter(({ to }) => to !== null).map((hit) => ({ key: `${hit.kind} ${hit.id}`, group: hit.kind, title: hit.title, hint: hit.hint, act: () => go(hit.to ?? '') })),
    ...(asked.length > 1 && scope === undefined ? [{ key: 'all', group: 'all' as const, title: t('palette.all', { text: asked }), act: () => void navigate({ to: '/desk/search', search: { q: asked } }) }] : []),
  ];
  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    onClose();
    // After the dialog is gone: a command may open another one or put the focus somewhere.
    setTimeout(entry.act);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt((before) => (before + (event.key === 'ArrowDown' ? 1 : -1) + entries.length) % Math.max(1, entries.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(entries[Math.min(at, entries.length - 1)]);
    }
  };
  const place = Math.min(at, entries.length - 1);
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [place]);
  return (
    <Dialog open onClose={onClose} title={t('app.search')} width={640}>
      <input className={css.input} type="text" role="combobox" autoFocus autoComplete="off" spellCheck={false} aria-label={t('app.search')} aria-expanded aria-controls={id} aria-autocomplete="list" aria-activedescendant={entries[place] ? `${id}-${place}` : undefined} placeholder={t('palette.hint')} value={text}
        onChange={({ currentTarget }) => { setText(currentTarget.value); setAt(0); }} onKeyDown={onKeyDown} />
      <ul ref={box} id={id} role="listbox" aria-label={t('palette.results')} className={css.results}>
        {entries.map((entry, index) => (
          <li key={entry.key} id={`${id}-${index}`} role="option" aria-selected={index === place} onPointerMove={() => setAt(index)} onClick={() => run(entry)}>
            <span className={css.group}>{tOr(`palette.group.${entry.group}`, '')}</span>
            <span className={css.what}>{entry.title}</span>
            {entry.hint ? <span className={css.hint}>{entry.hint}</span> : null}
          </li>
        ))}
      </ul>
      <p className={css.state} role="status">{entries.length === 0 && !found.isFetching ? t('combo.none') : found.isFetching ? t('app.loading') : t('combo.results', { n: entries.length })}</p>
    </Dialog>
  );
}
