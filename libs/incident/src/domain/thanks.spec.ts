import { thanksOnly } from './thanks';

describe('a reply that only says thanks', () => {
  it.each(['Дякую!', 'дуже дякую за допомогу', 'Щиро дякую вам 🙏', 'Спасибо большое!', 'Thanks', 'Thank you very much for your help!', 'ок, дякую', 'Дякую, гарного дня', 'thx :)', '👍'])('is %p', (body) => {
    expect(thanksOnly(body, { resolved: false })).toBe(true);
    expect(thanksOnly(body, { resolved: true })).toBe(true);
  });
  it.each(['Дякую, але не працює', 'Thanks, still broken', 'Дякую. Версія 7.2', 'дякую, а коли?', 'Спасибо, но опять', '', '   ', 'працює', 'Дякую, зателефонуйте мені', 'ok'])('is not %p', (body) => {
    expect(thanksOnly(body, { resolved: false })).toBe(false);
    expect(thanksOnly(body, { resolved: true })).toBe(false);
  });
  it.each(['Дякую, все працює', 'все запрацювало, спасибі', 'It works now, thanks'])('may say on a resolved incident, not as an answer to our question, %p', (body) => {
    expect(thanksOnly(body, { resolved: true })).toBe(true);
    expect(thanksOnly(body, { resolved: false })).toBe(false);
  });
});
