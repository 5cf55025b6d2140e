import { useNavigate } from '@tanstack/react-router';
import { shellsOf, useMe } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useT } from '../../shared/i18n';

/** `G` `P`/`D`/`I`/`A`: the shells; `G` `N`: notifications (ux.md §2.1). */
export function useGo(): void {
  const t = useT();
  const navigate = useNavigate();
  const shells = shellsOf(useMe());
  const scope = t('keys.everywhere');
  useHotkey('KeyG KeyP', t('app.shell.portal'), () => void navigate({ to: '/portal' }), { scope, disabled: !shells.includes('portal') });
  useHotkey('KeyG KeyD', t('app.shell.desk'), () => void navigate({ to: '/desk' }), { scope, disabled: !shells.includes('desk') });
  useHotkey('KeyG KeyI', t('app.shell.insight'), () => void navigate({ to: '/insight' }), { scope, disabled: !shells.includes('insight') });
  useHotkey('KeyG KeyA', t('app.shell.admin'), () => void navigate({ to: '/admin' }), { scope, disabled: !shells.includes('admin') });
  useHotkey('KeyG KeyN', t('bell.title'), () => void navigate({ to: '/notifications' }), { scope });
}
