import { fill, letterOf, oneLine } from './letter';

const words = {
  subject: { uk: '{reference}: {title}', en: '{reference}: {title}' },
  body: { uk: 'Звернення «{title}».\n\nДругий абзац.', en: 'The ticket “{title}”.\n\nSecond paragraph.' },
  button: { uk: 'Відкрити', en: 'Open' },
};

describe('a letter', () => {
  it('is in the recipient’s language, as text and HTML alike', () => {
    const uk = letterOf(words, 'uk', { reference: 'INC-000001', title: 'Принтер' }, { url: 'https://desk.example/t', quote: 'Який саме?\nНа якому поверсі?' });
    expect(uk.subject).toBe('INC-000001: Принтер');
    expect(uk.text).toContain('Звернення «Принтер».\n\nДругий абзац.\n\n> Який саме?\n> На якому поверсі?\n\nВідкрити: https://desk.example/t');
    expect(uk.html).toContain('<html lang="uk">');
    const en = letterOf(words, 'en', { reference: 'INC-000001', title: 'Printer' }, { url: 'https://desk.example/t' });
    expect(en.text).toContain('The ticket “Printer”.');
    expect(en.text + en.html).not.toMatch(/[а-яіїєґ]/i);
  });

  it('shows what people typed as text, never as markup, and takes no further header of it', () => {
    const { subject, html } = letterOf(words, 'uk', { reference: 'INC-1', title: '<img src=x onerror=alert(1)>\r\nBcc: all@example.test' }, { url: 'https://x.test/?a="><script>', quote: '</blockquote><script>' });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toMatch(/<img|<script|"><s/);
  });

  it('takes a value’s own braces as they are', () => expect(fill('{title} {n}', { title: '{n}', n: 5 })).toBe('{n} 5'));
  it('cuts a header to one line of its length', () => expect(oneLine('a\u2028b\u202ec\0d', 5)).toBe('a b c'));
});
