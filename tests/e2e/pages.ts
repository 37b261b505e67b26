// Every page of the portal, and every state of one that looks its own way: what the browser tests look at, and what
// docs/portal.md has pictures of.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { addEndpoint } from './add-endpoint.ts';
import { openAs } from './browser.ts';
import type { PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import { previewFile } from './preview-file.ts';
import { importStatement, sendStatement } from './send-statement.ts';
import { settle, takeUnassigned } from './surroundings.ts';

/** What the pages are about: a firm in the middle of its work. */
export type SeenFirm = {
  readonly transactions: PortalWorld['dev']['transactions'];
  /** A refund that is paid and owes things. */
  readonly refundId: string;
  /** A payment of which nobody has said where its money went. */
  readonly unassignedId: string;
  /** A webhook endpoint that a message is on its way to. */
  readonly endpointId: string;
  /** A statement of the operating account. */
  readonly statementId: string;
  /** Signing in too often is refused: the pages share these. */
  readonly sessions: Record<Exclude<Viewer, 'nobody'>, BrowserContextOptions['storageState']>;
  readonly ownerPassword: string;
};

/** Who looks: the lawyer who asked for the refund, the owner, who sees what only owners see, or nobody who is signed in. */
export type Viewer = 'lawyer' | 'owner' | 'nobody';

type SeenPage = {
  readonly path: (firm: SeenFirm) => string;
  /** What is done there first, where the state is not at an address of its own. */
  readonly first?: (page: Page, firm: SeenFirm) => Promise<void>;
  /** What stands there once it is complete. */
  readonly shows: string;
  /** The lawyer, unless it says otherwise. */
  readonly as?: Viewer;
};

/** Each page by what a person calls it. */
export const PAGES: Record<string, SeenPage> = {
  home: { path: () => '/', shows: 'Refunds by week' },
  'what an owner sets up': { path: () => '/', shows: 'Set up your firm', as: 'owner' },
  'the sales': { path: () => '/payments', shows: 'Payment History' },
  'the authorizations': { path: () => '/payments?type=authorization', shows: 'Payment History' },
  'the refunds': { path: () => '/payments?type=refund', shows: 'Payment History' },
  'a search without a result': { path: () => '/payments?q=nobody', shows: 'Nothing here matches' },
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
    shows: 'Nothing here matches',
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
  'the unassigned payments': { path: () => '/payments/unassigned', shows: 'Miriam Okafor' },
  'the empty refund box': { path: () => '/refund', shows: 'Refund a payment' },
  'an ID that is not found': { path: () => '/refund?id=txn_nothing', shows: 'It must be exact' },
  'a payment that cannot be refunded': {
    path: ({ transactions }) => `/refund?id=${transactions.freshAch}`,
    shows: 'cannot be refunded',
  },
  'the refund form': {
    path: ({ transactions }) => `/refund?id=${transactions.cardTrust}`,
    shows: 'What will happen',
  },
  'a refund with things to do': { path: ({ refundId }) => `/refunds/${refundId}`, shows: 'Record this step' },
  'a receipt': { path: ({ refundId }) => `/refunds/${refundId}/receipt`, shows: 'Refund receipt' },
  'what waits for me': { path: () => '/work', shows: 'What is to be done' },
  'work that nobody has': { path: () => '/work?kind=trust_restore', shows: 'Nothing here matches' },
  'what differs': { path: () => '/reconciliation', shows: 'See what was explained' },
  'the bank lines': { path: () => '/reconciliation/bank', shows: 'Import a statement' },
  'a statement that cannot be read': {
    path: () => '/reconciliation/bank',
    first: (page) => sendStatement(page, 'date,description,amount\n2026-03-10,Wire,12.345'),
    shows: 'Line 2',
  },
  'the list of bank lines': { path: () => '/reconciliation/bank/lines', shows: 'What the bank says' },
  'bank lines that nothing matches': {
    path: () => '/reconciliation/bank/lines?q=nothing&matched=true',
    shows: 'No line matches',
  },
  'the bank statements': { path: () => '/reconciliation/bank/statements', shows: 'The imported statements' },
  'a bank statement': {
    path: ({ statementId }) => `/reconciliation/bank/statements/${statementId}`,
    first: (page) => page.getByText('This statement is wrong').click(),
    shows: 'What is wrong with it',
    as: 'owner',
  },
  'the payouts': { path: () => '/reconciliation/payouts', shows: 'No payouts yet' },
  'the quarterly review': {
    path: () => '/reconciliation/reviews',
    shows: 'Each quarter a lawyer follows a few transactions',
  },
  'the unclaimed money': { path: () => '/reconciliation/unclaimed', shows: 'for the firm’s yearly review' },
  'the client accountings': {
    path: () => '/reconciliation/accountings',
    shows: 'What clients were told in writing',
  },
  'the trust balances': { path: () => '/reconciliation/balances', shows: 'No trust balances were imported' },
  'the trust report': { path: () => '/reconciliation/trust', shows: 'No statement yet' },
  'the month ends': { path: () => '/reconciliation/month-ends', shows: 'Open a month end' },
  'the opening books': { path: () => '/reconciliation/opening', shows: 'What a trust account held and owed' },
  'opening books that wait for a lawyer': {
    path: () => '/reconciliation/opening',
    first: async (page) => {
      // In one look after another, of one firm.
      if (!(await page.getByRole('button', { name: 'Keep this schedule' }).isVisible())) return;
      await page.getByLabel('The books begin at the end of').fill('2025-12-31');
      await page.getByLabel("The bank statement's balance on that day").fill('27,750.00');
      await page.getByLabel("The firm's own money, for bank charges").fill('100.00');
      await page
        .getByLabel('The balance of each matter')
        .fill('matter-10231-001; 20,000.00\nmatter-10244-001; 7,400.00');
      await page
        .getByLabel('Outstanding checks and deposits')
        .fill(
          'check; 2025-12-28; 650.00; matter-10231-001; Expert Inc.; 1044\ndeposit; 2025-12-31; 400.00; matter-10244-001; Dana Whitfield',
        );
      await page.getByRole('button', { name: 'Keep this schedule' }).click();
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
  'the settings': { path: () => '/settings', shows: 'Two pairs of eyes', as: 'owner' },
  'the reasons': { path: () => '/settings/reasons', shows: 'Add a reason', as: 'owner' },
  'the bank accounts': {
    path: () => '/settings/bank-accounts',
    shows: 'Add a bank account',
    as: 'owner',
  },
  'the connections': {
    path: () => '/settings/connections',
    shows: 'Connect Stripe',
    as: 'owner',
  },
  'a connection that lacks something': {
    path: () => '/settings/connections',
    first: async (page) => {
      await page.getByText('Connect Stripe').first().click();
      await page.getByRole('button', { name: 'Connect Stripe' }).click();
    },
    shows: 'Enter the restricted key',
    as: 'owner',
  },
  'the API keys': { path: () => '/settings/api-keys', shows: 'A key for a new program', as: 'owner' },
  'the import of a file': { path: () => '/settings/import', shows: 'Show what would change', as: 'owner' },
  'the preview of an import': {
    path: () => '/settings/import',
    first: (page) => previewFile(page),
    shows: 'cannot be taken',
    as: 'owner',
  },
  'the users': { path: () => '/settings/users', shows: 'Invite a person', as: 'owner' },
  'an invitation that lacks something': {
    path: () => '/settings/users',
    first: async (page) => {
      await page.getByLabel('Email address').fill('ines.ortega');
      await page.getByRole('button', { name: 'Send the invitation' }).click();
    },
    shows: 'Enter their name.',
    as: 'owner',
  },
  'my security': { path: () => '/settings/security', shows: 'Where you are signed in' },
  'the security of everybody': {
    path: () => '/settings/security',
    first: (page) => page.getByRole('button', { name: 'Set the amount' }).scrollIntoViewIfNeeded(),
    shows: 'For everybody at your firm',
    as: 'owner',
  },
  'a second factor being set up': {
    path: () => '/settings/security/second-factor',
    first: async (page, { ownerPassword }) => {
      await page.getByLabel('Your password', { exact: true }).fill(ownerPassword);
      await page.getByRole('button', { name: 'Continue' }).click();
    },
    shows: 'Keep these recovery codes',
    as: 'owner',
  },
  'a forgotten password': {
    path: () => '/forgot-password',
    shows: 'We send you a link',
    as: 'nobody',
  },
  'a link that was asked for': {
    path: () => '/forgot-password',
    first: async (page) => {
      await page.getByLabel('Email address').fill('nobody@pruitt-hargrove.example');
      await page.getByRole('button', { name: 'Send the link' }).click();
    },
    shows: 'Look into your mail',
    as: 'nobody',
  },
  'a new password by a link that does not work': {
    path: () => '/reset-password?token=nothing',
    first: setPassword,
    shows: 'Your password was not set',
    as: 'nobody',
  },
  'an invitation by a link that does not work': {
    path: () => '/invitation?token=nothing',
    first: setPassword,
    shows: 'Your password was not set',
    as: 'nobody',
  },
  'the records': { path: () => '/settings/records', shows: 'The rules of your state', as: 'owner' },
  'the webhooks': { path: () => '/settings/webhooks', shows: 'Add an endpoint', as: 'owner' },
  'a webhook endpoint': {
    path: ({ endpointId }) => `/settings/webhooks/${endpointId}`,
    shows: 'What was sent',
    as: 'owner',
  },
  'who signed in and downloaded': {
    path: () => '/settings/access',
    shows: 'Sign-ins and downloads, newest first',
    as: 'owner',
  },
  'the history of the settings': {
    path: () => '/settings/history',
    shows: 'What was changed, newest first',
    as: 'owner',
  },
  'a page that is not there': {
    path: () => '/refunds/rf_nothing',
    shows: 'There is nothing at this address',
  },
};

/** Brings the firm to where its pages have something to show. */
export async function prepareFirm(world: PortalWorld): Promise<SeenFirm> {
  const { transactions } = world.dev;
  const page = await openAs(world, 'lawyer');
  await lookUp(page, transactions.split);
  await askForRefund(page, 'Paid twice by mistake: the retainer had been wired the day before.');
  const refundId = await confirmRefund(page);
  await seeStatus(page, 'Processing');
  await settle(world.dev, transactions.split);
  await page.getByText('Record this step').waitFor();
  const unassignedId = await takeUnassigned(world.dev);
  await page.goto(`/payments/${unassignedId}`);
  await page.getByText('Miriam Okafor').first().waitFor();
  const owner = await openAs(world, 'owner');
  const ownerPassword = world.dev.users.find(({ role }) => role === 'owner')?.password ?? '';
  const endpointId = await addEndpoint(owner);
  const statementId = await importStatement(owner);
  const sessions = { lawyer: await leave(page), owner: await leave(owner) };
  return { transactions, refundId, unassignedId, endpointId, statementId, sessions, ownerPassword };
}

/** Goes to a page, and to the state of it that is to be seen. */
export async function show(page: Page, { path, first, shows }: SeenPage, firm: SeenFirm): Promise<void> {
  await page.goto(path(firm));
  await first?.(page, firm);
  await page.getByText(shows).first().waitFor();
}

async function setPassword(page: Page): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill('four words nobody knows');
  await page.getByLabel('New password again').fill('four words nobody knows');
  await page.getByRole('button', { name: 'Set the password' }).click();
}

/** Closes the page, and gives its session to others. */
async function leave(page: Page): Promise<BrowserContextOptions['storageState']> {
  const session = await page.context().storageState();
  await page.context().close();
  return session;
}
