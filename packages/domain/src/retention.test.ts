import { describe, expect, it } from 'vitest';
import { PURGES, keptUntil, purgedIfBefore } from './retention.ts';

const CLOSED = new Date('2026-03-01T12:00:00Z');
const LATER = new Date('2026-09-30T12:00:00Z');

describe("a matter's records", () => {
  const kept = (closedAt: Date | null, lastTrustActivityAt: Date | null, isHeld = false) =>
    keptUntil({ closedAt, lastTrustActivityAt, isHeld }, 7);

  it('are kept from the later of its closing and its last trust activity', () => {
    expect(kept(CLOSED, null)).toEqual(new Date('2033-03-01T12:00:00Z'));
    expect(kept(CLOSED, LATER)).toEqual(new Date('2033-09-30T12:00:00Z'));
    expect(kept(LATER, CLOSED)).toEqual(new Date('2033-09-30T12:00:00Z'));
  });

  it('are kept without end while it is open or held', () => {
    expect(kept(null, LATER)).toBeNull();
    expect(kept(CLOSED, LATER, true)).toBeNull();
  });

  it('of the last day of February end a day later, not earlier', () => {
    expect(
      keptUntil({ closedAt: new Date('2028-02-29T00:00:00Z'), lastTrustActivityAt: null, isHeld: false }, 7),
    ).toEqual(new Date('2035-03-01T00:00:00Z'));
  });
});

describe('a limit of what is deleted', () => {
  it('is at least thirteen months for what was sent and received', () => {
    const now = new Date('2026-11-29T00:00:00Z');
    for (const table of ['webhook_deliveries', 'processor_events', 'auth.verification'] as const) {
      expect(purgedIfBefore(table, now) <= new Date('2025-10-29T00:00:00Z')).toBe(true);
    }
  });

  it('is either a time or an event that is named', () => {
    for (const [table, { keptMs, ended }] of Object.entries(PURGES)) {
      expect([table, keptMs !== null || ended !== null]).toEqual([table, true]);
    }
  });
});
