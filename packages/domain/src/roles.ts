// Who may do what (R11, B8): one table for people, one for API keys; the API checks it on each route.

export const ROLES = ['viewer', 'admin', 'lawyer', 'owner'] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = [
  'payment.read',
  'payment.void',
  'payment.assign',
  // To bring the firm's own data in: its clients, matters, invoices and trust balances.
  'data.import',
  'refund.read',
  'refund.read_internal_note',
  'refund.request',
  'refund.cancel',
  'refund.approve',
  'refund.resolve',
  // To say that a refund with an unknown outcome never happened: for people only.
  'refund.end_unknown',
  // To say how a client was paid after a refund failed: for people only.
  'client.repay',
  'notification.resend',
  'invoice.decide',
  'trust.record',
  // To authorize a move of trust money in writing: for people only.
  'trust.authorize',
  // To record a move that a lawyer authorized.
  'trust.record_authorized',
  // What moves in a trust account that is no payment's and no refund's, as the bank shows it.
  'trust_ledger.record',
  'reconciliation.manage',
  'report.read',
  // The trust balances that were imported, beside our own.
  'trust_balance.read',
  'audit.read',
  'firm.manage',
  'connection.add',
  // To confirm the rules of a state, hold records and close matters: for people only.
  'records.manage',
  // For the installation, not a firm: no role and no API key scope includes it.
  'payload.decode',
] as const;
export type Action = (typeof ACTIONS)[number];

const READ: readonly Action[] = ['payment.read', 'refund.read'];
const OFFICE: readonly Action[] = [
  ...READ,
  'payment.void',
  'payment.assign',
  'refund.read_internal_note',
  'refund.request',
  'refund.cancel',
  'refund.resolve',
  'notification.resend',
  'invoice.decide',
  'trust.record_authorized',
  'trust_ledger.record',
  'reconciliation.manage',
  'report.read',
  'trust_balance.read',
];

const ROLE_ACTIONS: Record<Role, readonly Action[]> = {
  viewer: READ,
  admin: OFFICE,
  lawyer: [
    ...OFFICE,
    'refund.approve',
    'refund.end_unknown',
    'client.repay',
    'trust.record',
    'trust.authorize',
    'records.manage',
  ],
  owner: ACTIONS.filter((action) => action !== 'payload.decode'),
};

export const SCOPES = ['read', 'refund', 'trust', 'connect', 'import'] as const;
/** What an API key may be used for. */
export type Scope = (typeof SCOPES)[number];

const SCOPE_ACTIONS: Record<Scope, readonly Action[]> = {
  read: [...READ, 'report.read', 'trust_balance.read'],
  refund: [
    ...READ,
    'payment.void',
    'payment.assign',
    'refund.request',
    'refund.cancel',
    'refund.resolve',
    'invoice.decide',
    'reconciliation.manage',
  ],
  // In live mode a second person confirms what it connects.
  connect: ['report.read', 'connection.add'],
  trust: [
    ...READ,
    'trust.record',
    'trust.record_authorized',
    'trust_ledger.record',
    'report.read',
    'trust_balance.read',
  ],
  import: ['payment.read', 'payment.assign', 'data.import', 'trust_balance.read'],
};

/**
 * Whom an import may invite: those who only read. Who requests, decides, approves or owns is invited in the portal, by an
 * owner who confirms their identity, so that a stolen key of a program makes no approver.
 */
export function mayBeImported(role: Role): boolean {
  return ROLE_ACTIONS[role].every((action) => READ.includes(action));
}

export function roleMay(role: Role, action: Action): boolean {
  return ROLE_ACTIONS[role].includes(action);
}

export function scopesMay(scopes: readonly Scope[], action: Action): boolean {
  return scopes.some((scope) => SCOPE_ACTIONS[scope].includes(action));
}
