// The pages of the firm's money: its payments, refunds, matters, work and reconciliation.
import type { Page } from 'playwright-core';
import type { SeenPage } from './seen-page.ts';
import { sendStatement } from './send-statement.ts';

/** Each page by what a person calls it. */
export const MONEY_PAGES: Record<string, SeenPage> = {
  home: { path: () => '/', shows: 'Refunds by week' },
  'what an owner sets up': { path: () => '/', shows: 'Set up your firm', as: 'owner' },
  'the sales': { path: () => '/payments', shows: 'Payment History' },
  'the authorizations': { path: () => '/payments?type=authorization', shows: 'Payment History' },
  'the refunds': { path: () => '/payments?type=refund', shows: 'Payment History' },
  'a search without a result': { path: () => '/payments?q=nobody', shows: 'No matching sales' },
  'a narrowed list': {
    path: () => '/payments?q=keller&from=2020-01-01&min=10&sort=amount',
    shows: 'Remove the filter',
  },
  'a filter that cannot be read': {
    path: () => '/payments?from=2026-02-30&max=lots',
    shows: 'One of the filters cannot be read',
  },
  'refunds that are late': {
    path: () => '/payments?type=refund&refunds=late',
    shows: 'No matching refunds',
  },
  'a payment': { path: ({ transactions }) => `/payments/${transactions.split}`, shows: 'Applied to' },
  'a payment that nobody has assigned': {
    path: ({ unassignedId }) => `/payments/${unassignedId}`,
    shows: 'does not say whether this is operating or trust money',
  },
  'the assignment of a payment': {
    path: ({ unassignedId }) => `/payments/${unassignedId}/assign`,
    shows: 'Where did this money go?',
  },
  'the disputes': { path: () => '/disputes', shows: 'Export CSV' },
  'a dispute': {
    path: () => '/disputes',
    first: async (page) => {
      await page.locator('tbody a[href^="/disputes/"]').first().click();
      await page.waitForURL('**/disputes/*');
    },
    shows: 'Accounting entries',
  },
  'the matters': { path: () => '/matters', shows: 'In trust' },
  'a matter': {
    path: () => '/matters',
    first: (page) => openFirstMatter(page),
    shows: 'People on this matter',
  },
  'a client': {
    path: () => '/matters',
    first: async (page) => {
      await openFirstMatter(page);
      await page.locator('header a[href^="/clients/"]').click();
      await page.waitForURL('**/clients/*');
    },
    shows: 'Activity',
  },
  'a search over everything': { path: () => '/search?q=keller', shows: 'Clients' },
  'the palette': {
    path: () => '/',
    first: async (page) => {
      await page.waitForLoadState('networkidle');
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('combobox', { name: 'Search everything' }).fill('keller');
    },
    shows: 'Keller',
  },
  'the unassigned payments': { path: () => '/payments/unassigned', shows: 'Miriam Okafor' },
  'the empty refund box': { path: () => '/refund', shows: 'Refund a payment' },
  'an ID that is not found': { path: () => '/refund?id=txn_nothing', shows: 'so 9 are missing' },
  'a payment that cannot be refunded': {
    path: ({ transactions }) => `/refund?id=${transactions.freshAch}`,
    shows: 'cannot be refunded',
  },
  'the refund form': {
    path: ({ transactions }) => `/refund?id=${transactions.cardTrust}`,
    shows: 'What will happen',
  },
  'a refund with things to do': { path: ({ refundId }) => `/refunds/${refundId}`, shows: 'Record this step' },
  'the trust steps of a refund': {
    path: ({ refundId }) => `/refunds/${refundId}/trust`,
    shows: 'The three steps',
  },
  'a receipt': { path: ({ refundId }) => `/refunds/${refundId}/receipt`, shows: 'Refund receipt' },
  'what waits for me': { path: () => '/work', shows: 'Next step' },
  'a case beside the list': {
    path: ({ transactions }) => `/work?case=${transactions.split}`,
    shows: 'Add a comment',
  },
  'work that nobody has': { path: () => '/work?kind=trust_restore', shows: 'No matching tasks' },
  'what differs': { path: () => '/reconciliation', shows: 'See what was explained' },
  'the bank lines': { path: () => '/reconciliation/bank', shows: 'Import a statement' },
  'a statement that cannot be read': {
    path: () => '/reconciliation/bank',
    first: (page) => sendStatement(page, 'date,description,amount\n2026-03-10,Wire,12.345'),
    shows: 'Line 2',
  },
  'the list of bank lines': { path: () => '/reconciliation/bank/lines', shows: 'Description' },
  'bank lines that nothing matches': {
    path: () => '/reconciliation/bank/lines?q=nothing&matched=true',
    shows: 'No matching lines',
  },
  'the bank statements': { path: () => '/reconciliation/bank/statements', shows: 'Imported statements' },
  'a bank statement': {
    path: ({ statementId }) => `/reconciliation/bank/statements/${statementId}`,
    first: (page) => page.getByText('This statement is wrong').click(),
    shows: "What's wrong with this statement?",
    as: 'owner',
  },
  'the payouts': { path: () => '/reconciliation/payouts', shows: 'No payouts yet' },
  'the quarterly review': {
    path: () => '/reconciliation/reviews',
    shows: 'Each quarter, a lawyer traces a few trust transactions',
  },
  'the unclaimed money': { path: () => '/reconciliation/unclaimed', shows: 'for your yearly review' },
  'the client accountings': {
    path: () => '/reconciliation/accountings',
    shows: 'Written statements for clients',
  },
  'the trust balances': { path: () => '/reconciliation/balances', shows: 'No trust balances imported' },
  'the trust report': { path: () => '/reconciliation/trust', shows: 'No statement yet' },
  'the month ends': { path: () => '/reconciliation/month-ends', shows: 'Open a month end' },
  'the opening books': { path: () => '/reconciliation/opening', shows: 'What a trust account held and owed' },
  'opening books that wait for a lawyer': {
    path: () => '/reconciliation/opening',
    first: async (page) => {
      // In one look after another, of one firm.
      if (!(await page.getByRole('button', { name: 'Save schedule' }).isVisible())) return;
      await page.getByLabel('Books begin after').fill('2025-12-31');
      await page.getByLabel('Bank statement balance on that day').fill('27,750.00');
      await page.getByLabel('Firm funds for bank charges').fill('100.00');
      await page
        .getByLabel('Matter balances')
        .fill('matter-10231-001; 20,000.00\nmatter-10244-001; 7,400.00');
      await page
        .getByLabel('Outstanding checks and deposits')
        .fill(
          'check; 2025-12-28; 650.00; matter-10231-001; Expert Inc.; 1044\ndeposit; 2025-12-31; 400.00; matter-10244-001; Dana Whitfield',
        );
      await page.getByRole('button', { name: 'Save schedule' }).click();
    },
    shows: 'Sign and post',
  },
  'a month end': {
    path: () => '/reconciliation/month-ends',
    first: async (page) => {
      await page.getByLabel("The statement's ending date").fill('2026-01-31');
      await page.getByLabel('The balance on that day').fill('1,000.00');
      await page.getByRole('button', { name: 'Open it' }).click();
    },
    shows: 'Sign as the preparer',
  },
  'an authorization': {
    path: ({ transactions }) => `/payments/${transactions.authorization}`,
    shows: 'Void this authorization',
  },
};

async function openFirstMatter(page: Page): Promise<void> {
  await page.locator('tbody a[data-row]').first().click();
  await page.waitForURL('**/matters/*');
}
