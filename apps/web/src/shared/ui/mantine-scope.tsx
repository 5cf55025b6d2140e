import { createTheme, MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTheme } from './theme';
import './mantine.css';

const theme = createTheme({ fontFamily: 'var(--font)', fontFamilyMonospace: 'var(--mono)', defaultRadius: 6, cursorType: 'pointer', focusRing: 'auto', respectReducedMotion: true });

/** Around each component of ours that is built on Mantine, so that pages without one load none of it. */
export function MantineScope({ children }: { children: ReactNode }): ReactNode {
  const { scheme } = useTheme();
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme} withCssVariables={false} withGlobalClasses={false}>
      {children}
    </MantineProvider>
  );
}
