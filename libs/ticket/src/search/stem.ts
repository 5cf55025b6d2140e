/**
 * Light stemming by script: one list of endings serves Ukrainian and Russian alike, because a word often belongs to both and a stem must not depend on a guess.
 * It joins the forms of a word; it is no dictionary.
 */
const CYRILLIC_ENDINGS: readonly string[] = [
  'уватимуться', 'ватимуть', 'уватися', 'юватися', 'ироваться', 'ировать', 'ировали', 'ировано', 'ування', 'ювання', 'увати', 'ювати', 'ували', 'ювали', 'увала', 'ювала', 'увало', 'ювало', 'ував', 'ював', 'ують', 'юють', 'уємо', 'юємо', 'уєте', 'юєте',
  'овать', 'овали', 'овала', 'ования', 'ование', 'уется', 'уются', 'ается', 'аются', 'яется', 'яются', 'ується', 'юється', 'уються', 'юються', 'ається', 'аються', 'яється', 'яються',
  'іями', 'иями', 'ності', 'ністю', 'ність', 'ностей', 'ости', 'остью', 'ость', 'ення', 'енню', 'енням', 'еннях', 'ання', 'анню', 'анням', 'аннях', 'ения', 'ение', 'ению', 'ением', 'ениях', 'ания', 'ание', 'анию', 'анием', 'аниях',
  'ові', 'еві', 'єві', 'ами', 'ями', 'ого', 'ього', 'его', 'ому', 'ьому', 'ему', 'ими', 'їми', 'ыми', 'ій', 'ий', 'ый', 'ой', 'ей', 'їй', 'ая', 'яя', 'ое', 'ее', 'ые', 'ие', 'ую', 'юю', 'ою', 'ею', 'єю', 'ією', 'иею',
  'ють', 'уть', 'ять', 'ать', 'ить', 'ють', 'ает', 'яет', 'ует', 'ают', 'яют', 'уют', 'ємо', 'имо', 'ите', 'єте', 'ете', 'ать', 'ять', 'еть', 'ыть', 'ити', 'іти', 'ати', 'яти', 'ути', 'ала', 'яла', 'ила', 'іла', 'ела', 'ыла', 'ало', 'яло', 'ило', 'іло', 'ело', 'али', 'яли', 'или', 'іли', 'ели',
  'ує', 'ює', 'ає', 'яє', 'іє', 'ав', 'яв', 'ив', 'ів', 'їв', 'ев', 'єв', 'ов', 'ал', 'ял', 'ил', 'ел', 'ах', 'ях', 'ам', 'ям', 'ом', 'ем', 'єм', 'ім', 'им', 'ым', 'их', 'ых', 'іх', 'їх', 'ія', 'ії', 'ію', 'ия', 'ии', 'ию', 'ья', 'ью', 'ье', 'ов', 'ев', 'ть', 'ет', 'ит', 'іт', 'ут', 'ют', 'ат', 'ят',
  'а', 'я', 'о', 'е', 'є', 'у', 'ю', 'и', 'і', 'ї', 'ы', 'й', 'ь',
];
const BY_LENGTH = new Map<number, ReadonlySet<string>>([...new Set(CYRILLIC_ENDINGS.map((ending) => ending.length))].map((length) => [length, new Set(CYRILLIC_ENDINGS.filter((ending) => ending.length === length))]));
const LENGTHS = [...BY_LENGTH.keys()].sort((a, b) => b - a);
const SHORTEST_STEM = 3;

function stemCyrillic(word: string): string {
  let stem = word.length > 5 && /(?:ся|сь)$/.test(word) ? word.slice(0, -2) : word;
  for (const length of LENGTHS) {
    if (stem.length - length < SHORTEST_STEM || !BY_LENGTH.get(length)?.has(stem.slice(-length))) continue;
    stem = stem.slice(0, -length);
    break;
  }
  return stem.length > SHORTEST_STEM && /(.)\1$/.test(stem) ? stem.slice(0, -1) : stem;
}

function stemEnglish(word: string): string {
  let stem = word;
  if (stem.length > 4 && stem.endsWith('ies')) stem = `${stem.slice(0, -3)}y`;
  else if (stem.length > 4 && /(?:sses|shes|ches|xes|zes)$/.test(stem)) stem = stem.slice(0, -2);
  else if (stem.length > 3 && /[^sui]s$/.test(stem)) stem = stem.slice(0, -1);
  const suffix = /(?:ing|ed)$/.exec(stem)?.[0];
  if (suffix && stem.length - suffix.length >= SHORTEST_STEM && /[aeiouy]/.test(stem.slice(0, -suffix.length))) {
    stem = stem.slice(0, -suffix.length);
    if (/([^lsz])\1$/.test(stem)) stem = stem.slice(0, -1);
  }
  if (stem.length > 3 && stem.endsWith('e')) stem = stem.slice(0, -1);
  return stem.length > 3 && stem.endsWith('y') ? `${stem.slice(0, -1)}i` : stem;
}

export function stem(word: string): string {
  if (/^[а-яіїєґё]+$/.test(word)) return stemCyrillic(word.replaceAll('ё', 'е').replaceAll('ґ', 'г'));
  return /^[a-z]+$/.test(word) ? stemEnglish(word) : word;
}

/** Words that say nothing about a ticket; kept out of index and query alike. */
const STOP = new Set(
  ('а або але без був була були було бути в ви від він вона вони воно все всі де для до є за з зі і й із її його їх як який яка яке які коли ми мене мені мій моя на не над нам нас ні нього о об от по при про та так також там те ти тим то того той тому ту у уже це цей ця ці час чи ще що щоб я ' +
    'бы был была были было вы да для его ее если есть еще же за и из или им их к как когда кто ли мне мы на не нет ни но о он она они оно от по при с со так там то тот ты у уже что чтобы это эта эти я ' +
    'a an and are as at be been but by can do does for from had has have he her his i if in into is it its me my no not of on or our she so than that the their them then there they this to us was we were what when which who will with you your').split(' '),
);

const APOSTROPHES = /['’ʼ`´‘]/g;
const WORD = /[\p{L}\p{N}]+/gu;
const LONGEST_TOKEN = 40;
const MOST_TOKENS = 2_000;

/** Words of a text as they are indexed: lower case, apostrophes dropped, stemmed, without stop words. */
export function tokens(text: string): string[] {
  const found = new Set<string>();
  for (const [word] of text.normalize('NFC').toLowerCase().replace(APOSTROPHES, '').matchAll(WORD)) {
    if (STOP.has(word)) continue;
    found.add(stem(word).slice(0, LONGEST_TOKEN));
    if (found.size >= MOST_TOKENS) break;
  }
  return [...found];
}
