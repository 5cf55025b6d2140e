import { filled, type Macro, macroFault, macroInput } from './macro';

const macro = (given: Partial<Macro>): Macro => ({ replyUk: null, replyEn: null, command: null, code: null, holdReason: null, ...given });
const SAYS = { replyUk: 'Добрий день, {{requester}}!', replyEn: 'Hello {{ requester }}!' };
const codeOf = (given: Partial<Macro>): string | undefined => macroFault(macro(given))?.errors?.[0]?.code;

describe('A macro', () => {
  it.each([
    ['solves with words and a code', { ...SAYS, command: 'resolve', code: 'solved' }, undefined],
    ['asks the requester', { ...SAYS, command: 'hold', holdReason: 'requester' }, undefined],
    ['waits for a part without a word', { command: 'hold', holdReason: 'part' }, undefined],
    ['changes fields alone', {}, undefined],
    ['takes it up', { command: 'accept' }, undefined],
    ['cannot solve without a word', { command: 'resolve', code: 'solved' }, 'macro.resolve_says'],
    ['cannot solve in one language', { ...SAYS, replyEn: ' ', command: 'resolve', code: 'solved' }, 'macro.resolve_says'],
    ['cannot solve without a code', { ...SAYS, command: 'resolve' }, 'macro.resolve_says'],
    ['cannot ask without a question', { command: 'hold', holdReason: 'requester' }, 'macro.hold_asks'],
    ['cannot say when it is scheduled', { command: 'hold', holdReason: 'scheduled' }, 'invalid_value'],
    ['cannot speak one language alone', { replyEn: 'Wait', command: 'hold', holdReason: 'part' }, 'required'],
    ['cannot talk without acting', { ...SAYS }, 'macro.reply_needs_command'],
    ['cannot tell what the requester may not see', { replyUk: '{{internalNote}}', replyEn: 'x', command: 'resolve', code: 'solved' }, 'macro.unknown_token'],
  ] as const)('%s', (_what, given, code) => expect(codeOf(given)).toBe(code));

  it('speaks with the values of its ticket, and leaves what is no token', () => {
    const values = { requester: 'Олена', reference: 'INC-000001', title: 'Друк', me: 'Андрій' };
    expect(filled('{{requester}}: {{ reference }} {title} {{title}} {{me}} {{constructor}}', values)).toBe('Олена: INC-000001 {title} Друк Андрій {{constructor}}');
    expect(macroInput(macro({ ...SAYS, command: 'hold', holdReason: 'requester' }), 'Яка версія?')).toEqual({ reason: 'requester', message: 'Яка версія?' });
    expect(macroInput(macro({ ...SAYS, command: 'resolve', code: 'solved' }), 'Готово.')).toEqual({ code: 'solved', text: 'Готово.' });
  });
});
