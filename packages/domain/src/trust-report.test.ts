import { expect, it } from 'vitest';
import { asId, type BankAccountId, type MatterId } from './ids.ts';
import { ZERO, money } from './money.ts';
import { trustReport } from './trust-report.ts';

const matter = (ledger: number, balance: number, id: string | null = 'mat_1') => ({
  matterId: id === null ? null : asId<MatterId>(id),
  accounts: [inAccount(ledger, balance)],
});

const inAccount = (ledger: number, balance: number, id = 'ba_1') => ({
  bankAccountId: asId<BankAccountId>(id),
  ledger: money(ledger),
  balance: money(balance),
  held: ZERO,
});

it('money in one account does not make up for what is missing of the same matter in another', () => {
  const two = (balances: readonly [number, number]) => ({
    matterId: asId<MatterId>('mat_1'),
    accounts: [inAccount(-1250, balances[0]), inAccount(5000, balances[1], 'ba_2')],
  });
  expect(trustReport(money(3750), [two([-1250, 5000])])).toMatchObject({
    ...{ book: 3750, positive: 5000, shortage: 1250, shortMatters: 1, isBalanced: true },
    matters: [{ ledger: 3750, balance: 3750, difference: 0 }],
  });
  expect(trustReport(money(3750), [two([0, 3750])])).toMatchObject({
    isBalanced: false,
    matters: [{ difference: 0, accounts: [{ difference: -1250 }, { difference: 1250 }] }],
  });
});

it('a report whose three sides agree on every matter is balanced', () => {
  expect(trustReport(money(700), [matter(500, 500), matter(200, 200, 'mat_2')])).toMatchObject({
    bank: 700,
    book: 700,
    clients: 700,
    differences: { bankLessBook: 0, bookLessClients: 0 },
    isBalanced: true,
  });
  expect(trustReport(ZERO, [])).toMatchObject({ isBalanced: true, matters: [] });
});

it('a negative ledger stands apart: it is short, and what the others have is not less for it', () => {
  const report = trustReport(money(3750), [matter(5000, 5000), matter(-1250, -1250, 'mat_2')]);
  expect(report).toMatchObject({
    book: 3750,
    positive: 5000,
    shortage: 1250,
    shortMatters: 1,
    isBalanced: true,
  });
});

it('money that is missing at the bank, or in the balances, is told with its sign', () => {
  const report = trustReport(money(650), [matter(500, 500), matter(200, 230, 'mat_2')]);
  expect(report).toMatchObject({
    differences: { bankLessBook: -50, bookLessClients: -30 },
    isBalanced: false,
    matters: [{ difference: 0 }, { difference: -30 }],
  });
});

it('what one client lacks and another has too much does not cancel out', () => {
  const report = trustReport(money(700), [matter(500, 400), matter(200, 300, 'mat_2')]);
  expect(report.differences).toEqual({ bankLessBook: 0, bookLessClients: 0 });
  expect(report.isBalanced).toBe(false);
});

it('what the ledger owes no matter that it names is a difference', () => {
  expect(trustReport(money(10), [matter(10, 0, null)])).toMatchObject({ isBalanced: false });
});

it("the bank's own word is set beside the ledger of that day, and decides nothing by itself", () => {
  const statement = { balance: money(450), date: '2026-03-03', ledger: money(500) };
  const report = trustReport(money(700), [matter(700, 700)], statement);
  expect(report).toMatchObject({ statement: { ...statement, difference: -50 }, isBalanced: true });
  expect(report.agreesWithBank).toBe(false);
  const same = trustReport(money(700), [matter(700, 700)], { ...statement, ledger: money(450) });
  expect(same.agreesWithBank).toBe(true);
  expect(trustReport(money(700), [matter(700, 700)])).toMatchObject({
    statement: null,
    agreesWithBank: null,
  });
});

it('counts what is no matter’s in the book, beside the matters, and a negative one as short', () => {
  const ledgers = [{ amount: money(-15_00) }, { amount: money(3_12) }, { amount: money(400_00) }];
  const report = trustReport(money(788_12), [matter(400_00, 400_00)], null, ledgers);
  expect(report).toMatchObject({
    ...{ book: 788_12, other: 388_12, clients: 400_00, positive: 803_12, shortage: 15_00, shortMatters: 1 },
    differences: { bankLessBook: 0, bookLessClients: 0 },
    isBalanced: true,
  });
});
