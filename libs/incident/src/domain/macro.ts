import { Refusal, invalid } from '@opora/kit';
import type { CommandInput } from './decision';
import { HOLD_REASONS, type HoldReason } from './incident';

export const MACRO_COMMANDS = ['accept', 'hold', 'resolve'] as const;
export type MacroCommand = (typeof MACRO_COMMANDS)[number];

/** Values that the requester may see anyway (ux.md §1.5.7): nothing else can get into an answer by a macro. */
export const MACRO_TOKENS = ['requester', 'reference', 'title', 'me'] as const;
export type MacroToken = (typeof MACRO_TOKENS)[number];

/** One press: fields, an answer to the requester, a command. */
export interface Macro {
  /** In both languages; null where nothing is said. */
  replyUk: string | null;
  replyEn: string | null;
  command: MacroCommand | null;
  /** For `resolve`. */
  code: string | null;
  /** For `hold`. */
  holdReason: HoldReason | null;
}

const TOKEN = /\{\{\s*([\w.]+)\s*\}\}/g;

/** Why such a macro could never be run; null where it can. @returns Refusal 422 */
export function macroFault(macro: Macro): Refusal | null {
  for (const [pointer, text] of [['/replyUk', macro.replyUk], ['/replyEn', macro.replyEn]] as const) {
    for (const [, name = ''] of (text ?? '').matchAll(TOKEN)) if (!MACRO_TOKENS.some((token) => token === name)) return invalid(pointer, 'macro.unknown_token', { name, allowed: MACRO_TOKENS.join(', ') });
  }
  if ((macro.replyUk === null) !== (macro.replyEn === null)) return invalid(macro.replyUk === null ? '/replyUk' : '/replyEn', 'required');
  const says = (macro.replyUk ?? '').trim() !== '' && (macro.replyEn ?? '').trim() !== '';
  if (macro.command === 'resolve' && (!says || macro.code === null)) return invalid(macro.code === null ? '/code' : '/replyUk', 'macro.resolve_says');
  if (macro.command === 'hold' && (macro.holdReason === null || macro.holdReason === 'scheduled')) return invalid('/holdReason', 'invalid_value', { allowed: HOLD_REASONS.filter((reason) => reason !== 'scheduled').join(', ') });
  if (macro.command === 'hold' && macro.holdReason === 'requester' && !says) return invalid('/replyUk', 'macro.hold_asks');
  if (macro.command !== 'resolve' && macro.command !== 'hold' && (macro.replyUk !== null || macro.replyEn !== null)) return invalid('/replyUk', 'macro.reply_needs_command');
  return null;
}

export const filled = (text: string, values: Readonly<Record<MacroToken, string>>): string => text.replace(TOKEN, (whole, name: string) => {
    const token = MACRO_TOKENS.find((one) => one === name);
    return token === undefined ? whole : values[token];
  });

/** What its command is given. */
export function macroInput(macro: Macro, text: string | null): CommandInput[MacroCommand] {
  if (macro.command === 'resolve') return { code: macro.code ?? '', text: text ?? '' };
  if (macro.command === 'hold') return { reason: macro.holdReason ?? 'requester', ...(text === null ? {} : { message: text }) };
  return {};
}
