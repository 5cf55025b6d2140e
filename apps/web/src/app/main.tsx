import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isApiError } from '../shared/api';
import { loadTexts, startLocale } from '../shared/i18n';
import { App } from './app';
import { keepShell } from './service-worker';

keepShell();
const root = document.getElementById('root');
if (!root) throw new Error('No #root in index.html');
void loadTexts(startLocale(), ['base']).then(() =>
  // A refusal that a page shows in place of itself (404, 403) is no fault of ours.
  createRoot(root, { onCaughtError: (error) => isApiError(error) || reportError(error) }).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
