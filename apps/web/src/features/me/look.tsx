import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, body, type Schemas, shellsOf, useMe } from '../../shared/api';
import { useHotkeyRegistry } from '../../shared/hotkeys';
import { useT } from '../../shared/i18n';
import { Card, CheckField, ChoiceField, type Density, type ThemeChoice, useTheme } from '../../shared/ui';
import css from './me.module.css';

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const DENSITIES: readonly Density[] = ['comfortable', 'compact', 'dense'];

/** In force at once in this browser, and kept for the next one. */
function useKeep(): (change: Record<string, unknown>) => void {
  const { mutate } = useMutation({
    mutationFn: async (change: Record<string, unknown>) => {
      const { preferences } = await body<Schemas['Preferences']>(api.GET('/me/preferences', {}));
      await api.PUT('/me/preferences', { body: { preferences: { ...preferences, ...change } } });
    },
  });
  return mutate;
}

export function Look(): ReactNode {
  const t = useT();
  const me = useMe();
  const keep = useKeep();
  const { choice, setChoice, density, setDensity } = useTheme();
  const keys = useHotkeyRegistry();
  const staff = shellsOf(me).some((shell) => shell !== 'portal');
  return (
    <div className={css.sections}>
      <Card title={t('me.look')} id="look">
        <div className={css.form}>
          <ChoiceField
            id="theme"
            name="theme"
            label={t('me.theme')}
            options={THEMES.map((value) => ({ value, label: t(`app.theme.${value}`) }))}
            value={choice}
            onChange={(theme) => {
              setChoice(theme);
              keep({ theme });
            }}
          />
          {staff ? (
            <ChoiceField
              id="density"
              name="density"
              label={t('me.density')}
              hint={t('me.densityHint')}
              options={DENSITIES.map((value) => ({ value, label: t(`me.density.${value}`) }))}
              value={density}
              onChange={(next) => {
                setDensity(next);
                keep({ density: next });
              }}
            />
          ) : null}
        </div>
      </Card>
      <Card title={t('me.keys')} id="keys">
        <div className={css.form}>
          <CheckField
            label={t('me.keys.single')}
            hint={t('me.keys.hint')}
            checked={keys.enabled}
            onChange={({ currentTarget }) => {
              keys.setEnabled(currentTarget.checked);
              keep({ singleKeys: currentTarget.checked });
            }}
          />
          <p className={css.hint}>{t('me.keys.sheet')}</p>
        </div>
      </Card>
    </div>
  );
}
