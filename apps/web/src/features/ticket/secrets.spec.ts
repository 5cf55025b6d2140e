import { seemsSecret } from './secrets';

it.each([
  ['Ваш пароль: Zima2026!', true], ['password=hunter22', true], ['Картка 4111 1111 1111 1111', true], ['Пін-код — 4821', true],
  ['Змініть пароль на порталі', false], ['Номер заявки 1234567890123', false], ['Дзвоніть 067 123 45 67', false], ['', false],
])('%s', (text, found) => expect(seemsSecret(text)).toBe(found));
