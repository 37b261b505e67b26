import { expect, test } from 'vitest';
import { groupEvents } from './group-events.ts';

const event = (id: string, at: string, actor: string) => ({
  ...{ id, at, actor, actorName: actor === 'makewhole' ? null : 'Ada Lind', type: 'x', data: {}, hash: '' },
  words: id,
});

test('what one actor did in one minute stands together, the newest first', () => {
  const groups = groupEvents([
    event('1', '2026-11-30T15:04:01Z', 'p_1'),
    event('2', '2026-11-30T15:04:02Z', 'makewhole'),
    event('3', '2026-11-30T15:04:59Z', 'makewhole'),
    event('4', '2026-11-30T15:05:00Z', 'makewhole'),
  ]);
  expect(groups.map(({ who, events }) => [who, events.map(({ id }) => id)])).toEqual([
    [null, ['4']],
    [null, ['3', '2']],
    ['Ada Lind', ['1']],
  ]);
});
