import { bankDaysAtLeast, type AchWait } from '../ach-wait.ts';
import type { ProfileValues, StateProfile } from './profile.ts';

/** The settings of a firm that a profile has something to say about. */
export type ProfiledSettings = {
  readonly retentionYears: number;
  /** Bank days after settlement in which an ACH payment of trust money cannot be refunded, at least. */
  readonly achReturnBankDays: number;
};

/** A firm's settings as a profile's values are: in bank days. */
export function profiledSettingsOf(firm: {
  readonly retentionYears: number;
  readonly achWaitTrust: AchWait;
}): ProfiledSettings {
  const { retentionYears, achWaitTrust } = firm;
  return { retentionYears, achReturnBankDays: bankDaysAtLeast(achWaitTrust) };
}

const COMPARED = {
  retentionYears: { setting: 'retentionYears' },
  achTrustWait: { setting: 'achReturnBankDays' },
} as const satisfies Partial<Record<keyof ProfileValues, { readonly setting: keyof ProfiledSettings }>>;

export type ProfileDifference = {
  readonly field: keyof typeof COMPARED;
  readonly setting: keyof ProfiledSettings;
  readonly profile: number;
  readonly firm: number;
  /** Whether the firm's value keeps less, or waits less, than the state asks for. */
  readonly isBelow: boolean;
};

/** Where a firm's settings differ from a profile. They are shown to people; nothing is changed. */
export function differencesFrom(profile: StateProfile, firm: ProfiledSettings): readonly ProfileDifference[] {
  return (Object.keys(COMPARED) as (keyof typeof COMPARED)[]).flatMap((field) => {
    // the keys of a literal
    const { setting } = COMPARED[field];
    const asked = profile.values[field]?.value;
    const own = firm[setting];
    if (asked === undefined || asked === own) return [];
    return [{ field, setting, profile: asked, firm: own, isBelow: own < asked }];
  });
}

/** The years below which a firm's retention may not go: what its confirmed state asks for, or nothing. */
export function retentionFloor(profile: StateProfile | null): number {
  return profile?.values.retentionYears?.value ?? 1;
}
