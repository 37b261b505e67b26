// The commands that people submit for a refund: each kind, and the workflow update that delivers it.

/** The workflow's updates, by name. */
export const UPDATES = {
  decideApproval: 'decideApproval',
  decideInvoice: 'decideInvoice',
  recordTrustStep: 'recordTrustStep',
  settleAttention: 'settleAttention',
  matchBankLines: 'matchBankLines',
  resolveOutcome: 'resolveOutcome',
} as const;
export type UpdateName = keyof typeof UPDATES;

export const UPDATE_OF_COMMAND = {
  approval: 'decideApproval',
  invoice_decision: 'decideInvoice',
  trust_step: 'recordTrustStep',
  trust_correction: 'recordTrustStep',
  trust_not_recoverable: 'recordTrustStep',
  bank_match: 'matchBankLines',
  attention: 'settleAttention',
  resolve: 'resolveOutcome',
} as const satisfies Readonly<Record<string, UpdateName>>;
export type CommandKind = keyof typeof UPDATE_OF_COMMAND;

/** The updates whose commands are about an obligation: all except what a person knows about an unknown outcome. */
export const OBLIGATION_UPDATES = [
  'decideApproval',
  'decideInvoice',
  'recordTrustStep',
  'settleAttention',
  'matchBankLines',
] as const satisfies readonly UpdateName[];
