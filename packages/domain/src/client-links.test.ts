import { expect, it } from 'vitest';
import { REFUND_STATUSES } from './refund-states.ts';
import { clientStatusOf, stationPlaces } from './client-links.ts';

it.each([
  ['requested', ['now', 'ahead', 'ahead', 'ahead']],
  ['on_its_way', ['done', 'done', 'now', 'ahead']],
  ['at_bank', ['done', 'done', 'done', 'now']],
  ['ended', ['done', 'ahead', 'ahead', 'ahead']],
] as const)('a client whose refund is %s sees %j', (status, places) => {
  expect(Object.values(stationPlaces(status))).toEqual(places);
});

it('says of a refund whose outcome is unknown no more than that it was requested', () => {
  expect(clientStatusOf('outcome_unknown')).toBe('requested');
  expect(REFUND_STATUSES.filter((status) => clientStatusOf(status) === 'at_bank')).toEqual(['succeeded']);
});
