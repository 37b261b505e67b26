// What stops a firm's refunds in words, each with its fix.
import { UNASSIGNED_COUNTED_MAX, type Obstacle } from '@makewhole/db/setup/find-obstacles';

/** The obstacle of a kind, some of which share a shape. */
type Of<Kind extends Obstacle['kind'], One = Obstacle> = One extends Obstacle
  ? Kind extends One['kind']
    ? One
    : never
  : never;
type Label = readonly [what: string, fix: string];

const LABELS: { readonly [Kind in Obstacle['kind']]: (obstacle: Of<Kind>) => Label } = {
  suspended: () => ['The firm is suspended', 'makewhole firm suspend <firm> --end --reference ...'],
  no_owner: ownerWords,
  no_connection: () => [
    'No payment company is connected',
    'an owner connects one: Settings, Connections; or makewhole connect',
  ],
  connection_broken: ({ label }) => [
    `The payment company refuses the credentials of ${label}`,
    'an owner replaces them: Settings, Connections',
  ],
  connection_unconfirmed: ({ label }) => [
    `Nobody has confirmed the connection ${label}`,
    'a second owner or a lawyer confirms it: Settings, Connections',
  ],
  connection_disabled: ({ label }) => [
    `The connection ${label} is disabled`,
    'an owner enables it: Settings, Connections',
  ],
  mail_failing: ({ count, lastError }) => [
    `The mail server did not take ${count === 1 ? 'an email' : `${count} emails`} of the last day${reasonOf(lastError)}`,
    'correct SMTP_URL and MAIL_FROM of the worker: it sends them again',
  ],
  mail_waiting: ({ count, since }) => [
    `${count === 1 ? 'An email has' : `${count} emails have`} waited to be sent since ${minuteOf(since)}`,
    'start a worker that does mail (WORKER_DOES): npm run start:worker; its log says why it waits',
  ],
  refunds_waiting: ({ count, since }) => [
    `${count === 1 ? 'A refund has' : `${count} refunds have`} waited for a worker since ${minuteOf(since)}`,
    'start one, with the Temporal settings of the API: npm run start:worker; its log says why it waits',
  ],
  no_matters: () => [
    'No matter is known yet, so nobody would be told of a refund',
    'makewhole import matters matters.csv; or PUT /v1/matters/{externalId}',
  ],
  no_payments: () => [
    'No payment is known yet',
    'look one up by its transaction ID in the portal: it is copied from the payment company',
  ],
  trust_balances_stale: ({ count, limit }) => [
    `${count >= limit ? `${limit} trust balances or more` : count === 1 ? 'A trust balance' : `${count} trust balances`} of the firm's own system ${count === 1 ? 'is' : 'are'} too old, so these matters' trust money cannot be refunded`,
    'makewhole import trust-balances balances.csv, each day; or PUT /v1/trust-balances/{matterExternalId}',
  ],
  payments_unassigned: ({ count }) => [
    `${unassigned(count)} assigned to no account, and cannot be refunded`,
    'say where their money went: Payments, Unassigned payments in the portal',
  ],
};

/** What is wrong, and its fix. */
export function describeObstacle(obstacle: Obstacle): Label {
  // The cast: the entry of its own kind, which the compiler cannot tell for a union.
  const label = LABELS[obstacle.kind] as (one: Obstacle) => Label;
  return label(obstacle);
}

function ownerWords({ email, invitation, lastError }: Of<'no_owner'>): Label {
  if (email === null)
    return ['The firm has no owner', 'makewhole firm regain-owner --make-owner --email ...'];
  switch (invitation) {
    case 'waiting':
      return [
        `${email} has not been sent the invitation yet${reasonOf(lastError)}`,
        'start the worker, and correct SMTP_URL; or makewhole firm create ... --print-link',
      ];
    case 'failed':
      return [`The invitation to ${email} could not be sent`, 'makewhole firm create ... --print-link'];
    case 'sent':
      return [
        `${email} has not opened the invitation`,
        'ask them; for another link: makewhole firm create ... --print-link',
      ];
    default:
      return [`${email} has not signed in yet`, 'ask them to sign in to the portal'];
  }
}

function reasonOf(lastError: string | null): string {
  return lastError === null ? '' : ` (${lastError})`;
}

function unassigned(count: number): string {
  if (count === 1) return 'A payment is';
  return `${count >= UNASSIGNED_COUNTED_MAX ? 'A thousand or more' : count} payments are`;
}

/** In UTC, as every log. */
function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
