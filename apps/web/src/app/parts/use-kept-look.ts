import { useEffect } from 'react';
import { api, body, type Schemas } from '../../shared/api';
import { useHotkeyRegistry } from '../../shared/hotkeys';
import { type Density, type ThemeChoice, useTheme } from '../../shared/ui';

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const DENSITIES: readonly Density[] = ['comfortable', 'compact', 'dense'];

/** In a browser that has not been asked yet, the look that the person chose elsewhere (`PUT /me/preferences` of the profile). */
export function useKeptLook(): void {
  const { setChoice, setDensity } = useTheme();
  const { setEnabled } = useHotkeyRegistry();
  useEffect(() => {
    if (localStorage.getItem('opora.theme') !== null || localStorage.getItem('opora.density') !== null) return;
    body<Schemas['Preferences']>(api.GET('/me/preferences', {})).then(
      ({ preferences }) => {
        const theme = THEMES.find((one) => one === preferences['theme']);
        const density = DENSITIES.find((one) => one === preferences['density']);
        if (theme) setChoice(theme);
        if (density) setDensity(density);
        if (preferences['singleKeys'] === false) setEnabled(false);
      },
      () => undefined,
    );
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, on entering
  }, []);
}
