// The form of how long ACH payments wait before they can be refunded (B7).
import { achWaitFault, type AchWait } from '@makewhole/domain/ach-wait';
import { textOf } from '#lib/forms/text-of.ts';

export type AchWaits = { readonly operating: AchWait; readonly trust: AchWait };

/** What was typed, to be shown again if it is refused. */
export type AchWaitValues = {
  readonly operatingDays: string;
  readonly operatingUnit: string;
  readonly trustDays: string;
  readonly trustUnit: string;
};

export type AchWaitReading = { readonly values: AchWaitValues } & (
  { readonly ok: true; readonly waits: AchWaits } | { readonly ok: false; readonly fault: string }
);

export function readAchWaits(form: FormData): AchWaitReading {
  const values = {
    operatingDays: textOf(form, 'operatingDays'),
    operatingUnit: textOf(form, 'operatingUnit'),
    trustDays: textOf(form, 'trustDays'),
    trustUnit: textOf(form, 'trustUnit'),
  };
  const waits = {
    operating: waitOf(values.operatingDays, values.operatingUnit),
    trust: waitOf(values.trustDays, values.trustUnit),
  };
  const fault = achWaitFault(waits.operating) ?? achWaitFault(waits.trust);
  return fault === null ? { ok: true, values, waits } : { ok: false, values, fault };
}

function waitOf(text: string, unit: string): AchWait {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return unit === 'calendar' ? { calendarDays: days } : { bankDays: days };
}

/** The form's fields that say the same, to withdraw what is decided for later. */
export function achWaitForm({ operating, trust }: AchWaits): AchWaitValues {
  const [ofOperating, ofTrust] = [fieldsOf(operating), fieldsOf(trust)];
  return {
    operatingDays: ofOperating.days,
    operatingUnit: ofOperating.unit,
    trustDays: ofTrust.days,
    trustUnit: ofTrust.unit,
  };
}

function fieldsOf(wait: AchWait): { readonly days: string; readonly unit: 'bank' | 'calendar' } {
  return 'bankDays' in wait
    ? { days: String(wait.bankDays), unit: 'bank' }
    : { days: String(wait.calendarDays), unit: 'calendar' };
}
