import { Passwords } from './passwords';

const passwords = new Passwords();
const person = ['olena.koval@example.org', 'Олена Коваль'];
const verdictOn = (password: string): Promise<string> => passwords.check(password, '/password', person).then(() => 'accepted', (error: { errors?: { code: string }[] }) => error.errors?.[0]?.code ?? String(error));

describe('a new password (AU-13)', () => {
  it.each([
    ['correct horse battery staple', 'accepted'], ['Зелений-трамвай їде в гору', 'accepted'], ['💧🌲🚲 разом навесні 48', 'accepted'], ['dnipro bridges seven lanterns', 'accepted'],
    ['password1234', 'password.guessable'], ['123456789012', 'password.guessable'], ['qwertyqwerty', 'password.guessable'], ['aaaaaaaaaaaaaaa', 'password.guessable'], ['iloveyou2026', 'password.guessable'],
    ['opora-2026', 'password.personal'], ['olena.koval@example.org', 'password.personal'], ['Коваль1990', 'password.personal'], ['short', 'too_short'],
  ])('%s: %s', async (password, verdict) => expect(await verdictOn(password)).toBe(verdict));

  it('is judged in a moment, however it is built', async () => {
    for (const long of ['a1B!'.repeat(250), 'p@ssw0rd'.repeat(120), '4@$$'.repeat(250)]) {
      const begun = performance.now();
      await verdictOn(long);
      /* What is built to take minutes takes minutes; a machine with other work to do takes a second or two. */
      expect(performance.now() - begun).toBeLessThan(10_000);
    }
  });
});

describe('a stored password', () => {
  it('fits exactly what was typed: spaces, Cyrillic, emoji, 128 characters (AU-03)', async () => {
    for (const typed of ['  з пробілами  ', 'Їжак 🦔 у траві', 'я'.repeat(128)]) {
      const stored = await passwords.hash(typed);
      expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await passwords.matches(stored, typed)).toBe(true);
      expect(await passwords.matches(stored, typed.trim() === typed ? typed.slice(0, -1) : typed.trim())).toBe(false);
    }
  });

  it('nobody’s account fits no password', async () => expect(await passwords.matches(null, 'no such account')).toBe(false));

  it('a flood is hashed two at a time, and beyond a queue refused at once (AU-04)', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.matches(null, 'x')));
    const refused = answers.filter((answer) => answer.status === 'rejected').map((answer) => (answer as PromiseRejectedResult).reason as { status: number; extra: object });
    expect(refused).toHaveLength(80 - 66);
    expect(refused[0]).toMatchObject({ status: 503, extra: { retryAfterSeconds: 2 } });
  });
});
