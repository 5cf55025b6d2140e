import { tokens } from '@opora/ticket';

const CYRILLIC = ['ка', 'при', 'не', 'ро', 'за', 'ві', 'до', 'ста', 'мо', 'ли', 'тер', 'по', 'шу', 'гра', 'ду', 'че', 'му', 'ре', 'си', 'пла', 'ня', 'кот', 'жи', 'фа', 'бу', 'ве', 'сло', 'ґа', 'їс', 'дзв', 'хи', 'ша'];
const LATIN = ['ser', 'con', 'ma', 'lo', 'pri', 'ter', 'net', 'vi', 'da', 'ro', 'ba', 'mu', 'fer', 'ti', 'cor', 'le', 'sys', 'po', 'up', 'da'];
const UK_ENDINGS = ['', 'а', 'у', 'ом', 'и', 'ів', 'ами', 'ий', 'ого', 'ує', 'ення', 'ати'];
const EN_ENDINGS = ['', 's', 'ed', 'ing', 'er'];
const LATIN_SHARE = 0.3;

/** A small generator (mulberry32): the same seed gives the same installation. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Phrase {
  text: string;
  /** As the search table holds them. */
  stems: string[];
}

/** Texts of words whose frequency falls with their rank (about 1/r, as in any language), two thirds in Cyrillic. */
export class Vocabulary {
  private readonly words: string[] = [];
  private readonly reach: number[] = [];

  constructor(
    private readonly random: () => number,
    size = 20_000,
  ) {
    const known = new Set<string>();
    let sum = 0;
    while (this.words.length < size) {
      const word = this.make();
      if (known.has(word)) continue;
      known.add(word);
      this.words.push(word);
      this.reach.push((sum += 1 / (this.words.length + 2)));
    }
  }

  phrases(count: number, length: number): Phrase[] {
    return Array.from({ length: count }, () => {
      const text = Array.from({ length }, () => this.word()).join(' ');
      return { text, stems: tokens(text) };
    });
  }

  private make(): string {
    const [syllables, endings] = this.random() < LATIN_SHARE ? [LATIN, EN_ENDINGS] : [CYRILLIC, UK_ENDINGS];
    const one = (of: readonly string[]): string => of[Math.floor(this.random() * of.length)] as string;
    return Array.from({ length: 2 + Math.floor(this.random() * 3) }, () => one(syllables)).join('') + one(endings);
  }

  private word(): string {
    const wanted = this.random() * (this.reach.at(-1) as number);
    let [low, high] = [0, this.reach.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.reach[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return this.words[low] as string;
  }
}
