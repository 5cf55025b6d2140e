import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { queryClient } from '../shared/api';
import { HotkeysProvider } from '../shared/hotkeys';
import { I18nProvider } from '../shared/i18n';
import { ThemeProvider, Toaster } from '../shared/ui';
import { router } from './router';

export function App(): ReactNode {
  return (
    <QueryClientProvider client={queryClient}>
      <I18nProvider>
        <ThemeProvider>
          <HotkeysProvider>
            <RouterProvider router={router} context={{ queryClient }} />
            <Toaster />
          </HotkeysProvider>
        </ThemeProvider>
      </I18nProvider>
    </QueryClientProvider>
  );
}
