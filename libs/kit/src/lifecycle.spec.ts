import { defineLifecycle, type Lifecycle } from './index';

const table: Lifecycle<'open' | 'done', 'finish'> = {
  kind: 'sample',
  prefix: 'SMP',
  initial: ['open'],
  states: { open: { phase: 'new' }, done: { phase: 'closed', final: true } },
  commands: { finish: { from: ['open'], to: 'done', permission: 'sample.finish', by: ['person'] } },
};

describe('a life-cycle table', () => {
  it('is taken when each state can be reached and final states are final', () => {
    expect(defineLifecycle(table)).toBe(table);
  });
  it('is refused when a state cannot be reached', () => {
    expect(() => defineLifecycle({ ...table, commands: { finish: { ...table.commands.finish, to: 'same' } } })).toThrow('no command leads to the state done');
  });
  it('is refused when a command leads out of a final state', () => {
    expect(() =>
      defineLifecycle({ ...table, commands: { ...table.commands, again: { from: ['done'], to: 'open', permission: 'x', by: ['person'] } } } as Lifecycle<'open' | 'done', 'finish'>),
    ).toThrow('again leads out of the final state done');
  });
  it('is refused when nothing leads out of a state that is not final', () => {
    expect(() => defineLifecycle({ ...table, states: { ...table.states, done: { phase: 'closed' } } })).toThrow('nothing leads out of done');
  });
});
