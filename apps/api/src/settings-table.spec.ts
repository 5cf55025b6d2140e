import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES, withSettings } from './settings-table';

it.each(PAGES)('%s lists the settings as they are (npm run openapi makes the table)', (file, language) => {
  const page = readFileSync(join(__dirname, '..', '..', '..', file), 'utf8');
  expect(page).toBe(withSettings(page, language));
});
