import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadTexts, startLocale } from '../shared/i18n';
import { App } from './app';

const root = document.getElementById('root');
if (!root) throw new Error('No #root in index.html');
void loadTexts(startLocale(), ['base']).then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
