import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  replaceApplications,
  trustApplied,
  undoTrustApplied,
  type Application,
} from './applied-from-trust.ts';
import { asId, type AllocationId, type InvoiceId, type MatterId } from './ids.ts';
import { money, sum } from './money.ts';

const about = { matterId: asId<MatterId>('mat_A'), allocationId: asId<AllocationId>('alloc_1') };

describe('trust money that paid an invoice of $600.00', () => {
  it('left the client’s ledger for operating, as a payment of the invoice', () => {
    expect(trustApplied(money(600_00), about).entries).toEqual([
      { account: 'trust_bank', matterId: null, amount: -600_00 },
      { account: 'client_trust_liability', matterId: 'mat_A', amount: 600_00 },
      { account: 'accounts_receivable', matterId: null, amount: -600_00 },
      { account: 'operating_bank', matterId: null, amount: 600_00 },
    ]);
  });

  it('is as if it had never moved once that turns out to be a mistake', () => {
    const [done, undone] = [trustApplied(money(600_00), about), undoTrustApplied(money(600_00), about)];
    expect(sum(done.entries.map(({ amount }) => amount))).toBe(0);
    done.entries.forEach((entry, line) => {
      expect(undone.entries[line]).toEqual({ ...entry, amount: -entry.amount });
    });
  });
});

describe('a replacement', () => {
  const anyApplication = fc.record<Application>({
    itemId: fc.constantFrom('item_1', 'item_2'),
    invoiceId: fc.constantFrom('inv_1', 'inv_2').map((id) => asId<InvoiceId>(id)),
    amount: fc.constantFrom(1, 2).map(money),
    date: fc.constantFrom('2026-11-02', '2026-11-03'),
    reference: fc.constantFrom('TC 1', 'TC 2'),
  });

  it('ends what is no longer said and adds what is new, so that what is said stands, as often as it is said', () => {
    fc.assert(
      fc.property(fc.array(anyApplication), fc.array(anyApplication), (standing, wanted) => {
        const { ended, added } = replaceApplications(standing, wanted);
        const left = standing.filter((one) => !ended.includes(one));
        const asText = (all: readonly Application[]) => all.map((one) => JSON.stringify(one)).sort();
        expect(asText([...left, ...added])).toEqual(asText(wanted));
        expect(replaceApplications(wanted, wanted)).toEqual({ ended: [], added: [] });
      }),
    );
  });
});
