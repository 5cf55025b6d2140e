import { asked, ofView, read, written } from './filters';

describe('Filters in an address', () => {
  it('come back as they were written, whatever stands in a tag', () => {
    const filters = { phase: ['new', 'active'], tag: ['а,б;в:г', '100 %'], assigneeId: ['@me', 'none'] };
    expect(read(written(filters))).toEqual(filters);
  });
  it('are left out where nobody of us wrote them', () => {
    expect(read('phase:new;evil:x;tag:%E0%A4%A;__proto__:a;priority:')).toEqual({ phase: ['new'] });
    expect(read(undefined)).toEqual({});
  });
  it('are what a saved view holds, and the words apart', () => {
    expect(ofView({ assigneeId: '@me', phase: ['new'], q: 'друк', limit: 5 })).toEqual({ filters: { assigneeId: ['@me'], phase: ['new'] }, q: 'друк' });
  });
  it('go to the server one value where it takes one', () => {
    expect(asked({ createdFrom: ['2026-11-01T00:00:00Z'], unread: ['true'], priority: ['1', '2'] })).toEqual({ createdFrom: '2026-11-01T00:00:00Z', unread: 'true', priority: ['1', '2'] });
  });
});
