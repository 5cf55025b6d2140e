import { MASK, findSecrets, isCardNumber, maskSecrets } from './secrets';

describe('a secret in a message', () => {
  it.each([
    ['мій пароль: Qwerty!23', 'Qwerty!23', 'password'],
    ['Password = hunter22, please help', 'hunter22', 'password'],
    ['логін ivan пароль — Зима2026', 'Зима2026', 'password'],
    ['the password is «S3cret-Word»', 'S3cret-Word', 'password'],
    ['card 4111 1111 1111 1111 exp 12/27', '4111 1111 1111 1111', 'card'],
    ['картка 5105-1051-0510-5100', '5105-1051-0510-5100', 'card'],
    ['key AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE', 'key'],
    ['token ghp_0123456789abcdefghijABCDEFGHIJ012345', 'ghp_0123456789abcdefghijABCDEFGHIJ012345', 'key'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----', 'key'],
  ])('is recognised and masked: %s', (text, value, kind) => {
    const { masked, secrets } = maskSecrets(text);
    expect(secrets).toEqual([{ kind, value }]);
    expect(masked).toBe(text.replace(value, MASK));
  });
  it.each(['номер заявки 4111111111111112', 'забув пароль, допоможіть', 'пароль: не працює', 'password: ******', 'тел. +380 44 123 45 67', 'рахунок 0000000000000000', 'INC-000123', 'password reset'])('is not seen in: %s', (text) => {
    expect(findSecrets(text)).toEqual([]);
  });
  it('of card numbers is judged by the checksum', () => {
    expect(isCardNumber('4012888888881881')).toBe(true);
    expect(isCardNumber('4012888888881882')).toBe(false);
  });
  it('is looked for in linear time', () => {
    const started = performance.now();
    for (const text of ['1 '.repeat(50_000), 'пароль '.repeat(20_000), 'eyJ'.repeat(30_000), `-----BEGIN PRIVATE KEY-----${'A'.repeat(90_000)}`, '-'.repeat(100_000)]) findSecrets(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
