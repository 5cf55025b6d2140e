/* A reply that only says thanks neither reopens nor wakes a ticket (`domain.md` §4). Told by a closed list of words: any other
   word, a digit or a question means that the person has something to say. */
const THANKS = words('дякую дякуємо дякуючи подяка спасибі спасибо благодарю благодарен вдячний вдячна вдячні thanks thank thx ty cheers appreciated appreciate');
const AROUND = words(
  'дуже щиро щира велике велика красно вам тобі вас всім усім за допомогу оперативність швидку швидко роботу реакцію відповідь і й та ще раз наперед заздалегідь ' +
    'большое огромное очень вам тебе всем за помощь оперативность быстро работу ответ и ещё еще раз заранее ' +
    'you very much so many a lot again for your the help support quick prompt reply response in advance really it and all everyone ' +
    'ок окей ok okay добре гаразд чудово супер отлично хорошо great perfect good super гарного дня день хорошего дня have nice day best regards з повагою с уважением',
);
const WORKS = words('все всё усе працює запрацювало запрацював запрацювала вже уже тепер знову работает заработало теперь снова works working fixed now everything is again всё-таки нормально fine');

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/**
 * @param resolved whether the incident is resolved: there "it works, thanks" says no more than thanks, while on hold it may answer our question
 */
export function thanksOnly(body: string, { resolved }: { resolved: boolean }): boolean {
  if (body.length > 200 || /[?？\d]/u.test(body)) return false;
  if (/^[\s👍🙏🤝❤️💛💙😊🙂]*[👍🙏]/u.test(body) && /^[\s\p{Emoji}\p{Emoji_Component}]+$/u.test(body)) return true;
  const tokens = body.normalize('NFKC').toLowerCase().match(/[\p{L}\p{M}'’ʼ-]+/gu) ?? [];
  const known = (token: string): boolean => THANKS.has(token) || AROUND.has(token) || (resolved && WORKS.has(token));
  return tokens.some((token) => THANKS.has(token)) && tokens.every(known);
}
