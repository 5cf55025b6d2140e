import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import './tokens.css';
import './base.css';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact' | 'dense';

interface Theme {
  choice: ThemeChoice;
  setChoice: (choice: ThemeChoice) => void;
  scheme: 'light' | 'dark';
  /** Of staff's shells; the portal is always comfortable. */
  density: Density;
  setDensity: (density: Density) => void;
}

const Context = createContext<Theme | null>(null);
const THEME = 'opora.theme';
const DENSITY = 'opora.density';

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* Kept for this visit alone. */
  }
}

const dark = matchMedia('(prefers-color-scheme: dark)');

export function ThemeProvider({ children }: { children: ReactNode }): ReactNode {
  const [choice, setChoiceState] = useState<ThemeChoice>(() => (kept(THEME) as ThemeChoice | null) ?? 'system');
  const [density, setDensityState] = useState<Density>(() => (kept(DENSITY) as Density | null) ?? 'compact');
  const [system, setSystem] = useState(dark.matches);
  useEffect(() => {
    const follow = ({ matches }: MediaQueryListEvent): void => setSystem(matches);
    dark.addEventListener('change', follow);
    return () => dark.removeEventListener('change', follow);
  }, []);
  const scheme = choice === 'system' ? (system ? 'dark' : 'light') : choice;
  useEffect(() => {
    const page = document.documentElement;
    page.dataset['theme'] = scheme;
    // Paper is white, whatever the screen has.
    const before = (): void => void (page.dataset['theme'] = 'light');
    const after = (): void => void (page.dataset['theme'] = scheme);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, [scheme]);

  const setChoice = useCallback((next: ThemeChoice) => {
    setChoiceState(next);
    keep(THEME, next);
  }, []);
  const setDensity = useCallback((next: Density) => {
    setDensityState(next);
    keep(DENSITY, next);
  }, []);
  const value = useMemo<Theme>(() => ({ choice, setChoice, scheme, density, setDensity }), [choice, setChoice, scheme, density, setDensity]);
  return <Context value={value}>{children}</Context>;
}

export function useTheme(): Theme {
  const theme = useContext(Context);
  if (!theme) throw new Error('useTheme outside of ThemeProvider');
  return theme;
}

/** The shell on the screen says how dense its rows and controls are. */
export function useShellDensity(density: Density): void {
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
    return () => {
      delete document.documentElement.dataset['density'];
    };
  }, [density]);
}
