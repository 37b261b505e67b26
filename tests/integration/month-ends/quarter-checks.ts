// Clients of a played quarter whose refund failed, and who are paid by a check (B16, LW1): it is outstanding until they
// cash it, and somebody's task if they do not.
import { followChecks } from '@makewhole/db/repayments/follow-checks';
import { completeRepayment } from '@makewhole/db/repayments/complete-repayment';
import { completeUnclaimed } from '@makewhole/db/repayments/complete-unclaimed';
import { taskOf } from './quarter-payments.ts';
import { instantOf, named, type Happening, type TrustAccount } from './quarter-world.ts';

/** The lawyer records the check that paid the client of a failed refund, and the owner confirms it. */
export function payByCheck(name: string, number: string): Happening {
  return async (quarter, date) => {
    const { firmId, people } = quarter.firm;
    const id = await taskOf(quarter, name, 'repayment');
    const answer = { paidBy: 'check', reference: `CHK ${number}`, date } as const;
    const ends = [];
    for (const actor of [people.lawyer, people.owner]) {
      const by = { actor, at: instantOf(date) };
      ends.push((await completeRepayment(quarter.db, { firmId, id }, by, answer)).kind);
    }
    expectPaid(name, ends);
  };
}

/** The client cashes it. */
export function cashed(name: string, number: string, from: TrustAccount): Happening {
  return ({ bank, payments }, date) => {
    bank.move(from, date, -named(payments, name).amount, `CHECK ${number}`);
    return Promise.resolve();
  };
}

/** The sweep looks at the checks. @param expected how many tasks it opens or ends */
export function followed(expected: number): Happening {
  return async ({ db }, date) => {
    const changed = await followChecks(db, { now: instantOf(date), limit: 100 });
    if (changed !== expected) throw new Error(`The sweep of ${date} changed ${changed}, not ${expected}`);
  };
}

/** The stale check is voided, and the client is paid by another one; the lawyer says so, and the owner confirms it. */
export function replaceCheck(name: string, number: string): Happening {
  return async (quarter, date) => {
    const { firmId, people } = quarter.firm;
    const id = await taskOf(quarter, name, 'unclaimed');
    const answer = { outcome: 'replaced', paidBy: 'check', reference: `CHK ${number}`, date } as const;
    const ends = [];
    for (const actor of [people.lawyer, people.owner]) {
      const by = { actor, at: instantOf(date) };
      ends.push((await completeUnclaimed(quarter.db, { firmId, id }, by, answer)).kind);
    }
    expectPaid(name, ends);
  };
}

function expectPaid(name: string, ends: readonly string[]): void {
  if (ends.join() !== 'awaits_second_person,settled') throw new Error(`${name} was paid: ${ends.join()}`);
}
