import { describe, expect, it } from 'vitest';
import { STATE_PROFILES } from './all.ts';
import { differencesFrom, retentionFloor } from './differences.ts';
import { STATE_CODES } from './profile.ts';

describe('each state profile', () => {
  it.each(STATE_CODES)('%s has a source and the day it was read for every value', (state) => {
    const profile = STATE_PROFILES[state];
    expect(profile.state).toBe(state);
    const sourced = [
      ...Object.entries(profile.values),
      ...profile.notes.map((note) => ['note', note] as const),
    ];
    expect(sourced.length).toBeGreaterThan(0);
    for (const [field, { source, readOn, reading }] of sourced) {
      expect([field, source.length > 8]).toEqual([field, true]);
      expect([field, new Date(`${readOn}T00:00:00Z`).toISOString().slice(0, 10)]).toEqual([field, readOn]);
      expect(readOn <= profile.version, `${field} is newer than the version that people confirm`).toBe(true);
      // What nobody looked up is never shown as read.
      expect([field, reading === 'unverified']).toEqual([field, source.includes('not looked up')]);
    }
  });

  it('asks for no longer retention than a new firm has', () => {
    for (const state of STATE_CODES) expect(retentionFloor(STATE_PROFILES[state])).toBeLessThanOrEqual(7);
  });
});

describe('what differs from a profile', () => {
  it('is shown with both values, and whether the firm is below it', () => {
    expect(differencesFrom(STATE_PROFILES.NY, { retentionYears: 5, achReturnBankDays: 5 })).toEqual([
      { field: 'retentionYears', setting: 'retentionYears', profile: 7, firm: 5, isBelow: true },
    ]);
    expect(differencesFrom(STATE_PROFILES.TX, { retentionYears: 7, achReturnBankDays: 5 })).toEqual([
      { field: 'retentionYears', setting: 'retentionYears', profile: 5, firm: 7, isBelow: false },
    ]);
    expect(differencesFrom(STATE_PROFILES.SC, { retentionYears: 7, achReturnBankDays: 5 })).toEqual([]);
    expect(differencesFrom(STATE_PROFILES.SC, { retentionYears: 7, achReturnBankDays: 3 })).toMatchObject([
      { field: 'achTrustWait', isBelow: true },
    ]);
  });
});
