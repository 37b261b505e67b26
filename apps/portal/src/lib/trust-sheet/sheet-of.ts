// What the trust sheet shows of a refund: the steps with what is recorded, the memo for the transfer, and the balance.
import { TRUST_STEPS, type TrustStep } from '@makewhole/domain/obligations';
import { authorizedPurpose } from '@makewhole/domain/trust-authority';
import { stepDateRange } from '@makewhole/domain/trust-step-dates';
import type { Obligation, Payment, Refund, TrustReport } from '#lib/api-types.ts';
import { dateIn } from '#lib/time/format.ts';
import type { SheetBounds } from './read-sheet.ts';

export type SheetStep = {
  readonly step: TrustStep;
  readonly status: Obligation['status'];
  readonly record: Refund['trustMoves'][number]['record'];
};

export type TransferMemo = {
  readonly payee: string;
  readonly purpose: string;
  /** Minor units. */
  readonly amount: number;
  readonly matter: string;
  readonly from: string;
  readonly to: string;
};

export type TrustSheet = {
  /** Of one of the steps, minor units: each is the whole trust part. */
  readonly amount: number;
  /** Whether they can be taken: the client is paid. */
  readonly isOwed: boolean;
  readonly steps: readonly SheetStep[];
  readonly bounds: SheetBounds;
  readonly memo: TransferMemo;
  /** What the matter has in trust, and of it held for refunds; null if the viewer may not see it, or it has none. */
  readonly balance: { readonly ledger: number; readonly held: number } | null;
  /** Whether the bank's lines are found; null before there are any to look for. */
  readonly bankMatch: Obligation['status'] | null;
};

type Sources = {
  readonly refund: Refund;
  readonly payment: Pick<Payment, 'payer' | 'matter'>;
  readonly firm: { readonly name: string; readonly timeZone: string };
  readonly report: Pick<TrustReport, 'matters'> | null;
  readonly now: Date;
};

/** Null for a refund that owes no trust steps. */
export function sheetOf({ refund, payment, firm, report, now }: Sources): TrustSheet | null {
  const leg = refund.legs.find(({ account, drawnFrom }) => account === 'trust' && drawnFrom === 'operating');
  if (leg === undefined) return null;
  const { amount } = leg;
  const isOwed = refund.obligations.some(({ kind }) => kind === 'trust_payment');
  const steps = TRUST_STEPS.map((step): SheetStep => {
    const owed = refund.obligations.find(({ kind }) => kind === `trust_${step}`);
    const record = refund.trustMoves.find((move) => move.step === step)?.record ?? null;
    return { step, status: owed?.status ?? 'open', record };
  });
  const matter = report?.matters.find(({ matterId }) => matterId !== null && matterId === payment.matter?.id);
  return {
    ...{ amount, isOwed, steps },
    bounds: boundsOf(refund, steps, { timeZone: firm.timeZone, now }),
    memo: memoOf(refund, payment, firm, amount),
    balance: matter === undefined ? null : { ledger: matter.ledger, held: matter.held },
    bankMatch: refund.obligations.find(({ kind }) => kind === 'bank_match')?.status ?? null,
  };
}

function boundsOf(
  refund: Refund,
  steps: readonly SheetStep[],
  { timeZone, now }: { readonly timeZone: string; readonly now: Date },
): SheetBounds {
  const open = steps.filter(({ status }) => status === 'open').map(({ step }) => step);
  const recorded = steps.flatMap(({ step, record }) =>
    record === null ? [] : [{ step, date: record.date }],
  );
  const around = {
    requestedOn: dateIn(new Date(refund.requestedAt), timeZone),
    today: dateIn(now, timeZone),
    recorded,
  };
  return { open, ...stepDateRange(open[0] ?? 'transfer', around) };
}

/** What to write on the transfer or the check: never "fees", because none are earned by it. */
function memoOf(
  { id: refundId, traceNumber: trace, trustMoves }: Refund,
  { payer, matter }: Sources['payment'],
  firm: Sources['firm'],
  amount: number,
): TransferMemo {
  const given = trustMoves.find(({ step }) => step === 'payment')?.authorization ?? null;
  const origin = { kind: 'refund', refundId, trace, payer: payer.name, paidOn: null } as const;
  const { payee, purpose } = given ?? authorizedPurpose('payment', firm.name, origin);
  return {
    ...{ payee, purpose, amount },
    matter: matter === null ? '' : `${matter.number} ${matter.name}`,
    ...{ from: 'Trust account', to: 'Operating account' },
  };
}
