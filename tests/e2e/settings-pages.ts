// The settings, the pages of whoever is not signed in, and the help.
import type { Page } from 'playwright-core';
import { previewFile } from './preview-file.ts';
import type { SeenPage } from './seen-page.ts';

/** Each page by what a person calls it. */
export const SETTINGS_PAGES: Record<string, SeenPage> = {
  'the settings': { path: () => '/settings', shows: 'Second approval', as: 'owner' },
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
    shows: 'Enter your Stripe restricted key',
    as: 'owner',
  },
  'what clients are told': {
    path: () => '/settings/clients',
    shows: 'What clients can see',
    as: 'owner',
  },
  'the API keys': { path: () => '/settings/api-keys', shows: 'New key', as: 'owner' },
  'the import of a file': { path: () => '/settings/import', shows: 'Preview changes', as: 'owner' },
  'the preview of an import': {
    path: () => '/settings/import',
    first: (page) => previewFile(page),
    shows: 'Rows with errors',
    as: 'owner',
  },
  'the users': { path: () => '/settings/users', shows: 'Invite a user', as: 'owner' },
  'an invitation that lacks something': {
    path: () => '/settings/users',
    first: async (page) => {
      await page.getByLabel('Email address').fill('ines.ortega');
      await page.getByRole('button', { name: 'Send invitation' }).click();
    },
    shows: 'Enter a name.',
    as: 'owner',
  },
  'my security': { path: () => '/settings/security', shows: "Where you're signed in" },
  'the security of everybody': {
    path: () => '/settings/security',
    first: (page) => page.getByLabel('Confirm for refunds over').scrollIntoViewIfNeeded(),
    shows: 'For everyone at your firm',
    as: 'owner',
  },
  'a second factor being set up': {
    path: () => '/settings/security/second-factor',
    first: async (page, { ownerPassword }) => {
      await page.getByLabel('Your password', { exact: true }).fill(ownerPassword);
      await page.getByRole('button', { name: 'Continue' }).click();
    },
    shows: 'Save these recovery codes',
    as: 'owner',
  },
  'a forgotten password': {
    path: () => '/forgot-password',
    shows: "We'll email you a reset link",
    as: 'nobody',
  },
  'a link that was asked for': {
    path: () => '/forgot-password',
    first: async (page) => {
      await page.getByLabel('Email address').fill('nobody@pruitt-hargrove.example');
      await page.getByRole('button', { name: 'Send link' }).click();
    },
    shows: 'Check your email',
    as: 'nobody',
  },
  'a new password by a link that does not work': {
    path: () => '/reset-password?token=nothing',
    first: setPassword,
    shows: "Your password wasn't set",
    as: 'nobody',
  },
  'an invitation by a link that does not work': {
    path: () => '/invitation?token=nothing',
    first: setPassword,
    shows: "Your password wasn't set",
    as: 'nobody',
  },
  'a sign-in unlocked by a link that does not work': {
    path: () => '/unlock?token=nothing',
    first: (page) => page.getByRole('button', { name: 'Unlock' }).click(),
    shows: "Your sign-in wasn't unlocked",
    as: 'nobody',
  },
  'the records': { path: () => '/settings/records', shows: 'State trust rules', as: 'owner' },
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
    shows: 'Changes, newest first',
    as: 'owner',
  },
  'a page that is not there': {
    path: () => '/refunds/rf_nothing',
    shows: 'Page not found',
  },
  help: { path: () => '/help', shows: 'Three-way reconciliation' },
  'help with a refund': { path: () => '/help/refund-a-payment', shows: 'Why the ID must be exact' },
};

async function setPassword(page: Page): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill('four words nobody knows');
  await page.getByLabel('Confirm new password').fill('four words nobody knows');
  await page.getByRole('button', { name: 'Set password' }).click();
}
