/** What a firm's timeline records when a person changes the firm (B9). */
export const FIRM_EVENT_TYPES = [
  'firm.created',
  'firm.suspended',
  'firm.resumed',
  'settings.changed',
  'settings.account_map_changed',
  'settings.loosening_noted',
  'settings.loosening_withdrawn',
  'setup.step_set_aside',
  'setup.step_taken_up',
  'user.invited',
  'user.changed',
  'user.sessions_ended',
  'user.second_factor_removed',
  'user.disabled_inactive',
  'account.password_changed',
  'account.second_factor_on',
  'account.second_factor_off',
  'account.recovery_codes_made',
  'api_key.made',
  'api_key.revoked',
  'api_key.revoked_unused',
  'webhook_endpoint.added',
  'webhook_endpoint.changed',
  'webhook_endpoint.secret_rotated',
  'payment.assigned',
  'payment.applied_from_trust',
  'bank_account.added',
  'bank_account.changed',
  'bank_account.renumbered',
  'bank_statement.set_aside',
  'connection.made',
  'connection.changed',
  'connection.credentials_replaced',
  'connection.confirmed',
  'connection.broken',
  'connection.restored',
  'connection.sync_requested',
  'connection.sync_paused',
  'connection.sync_resumed',
  'evidence.redacted',
  'access.inactivity_told',
  'retention.changed',
  'legal_hold.changed',
  'matter.closing_changed',
  'state_profile.confirmed',
  'payment.loss_reported',
  'payment.trust_step_authorized',
  'payment.trust_step_recorded',
  'payment.invoice_decided',
  'trust.replenished',
  'trust.transaction_recorded',
  'month_end.prepared',
  'month_end.signed',
  'bank_line.matched',
  'bank_line.match_undone',
  'bank_line.corrected',
  'bank_line.correction_undone',
  'bank_account.transaction_reviewed',
  'client.accounting_written',
  'client.imported',
  'matter.imported',
  'invoice.imported',
  'trust_balance.imported',
  'opening_schedule.created',
  'opening_schedule.withdrawn',
  'opening_schedule.signed',
] as const;
export type FirmEventType = (typeof FIRM_EVENT_TYPES)[number];

/** A field's old and new value. */
export type Change = { readonly from: unknown; readonly to: unknown };

/** The fields of a change that differ from the current values. */
export function changesOf(
  standing: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): Record<string, Change> {
  const differs = ([field, to]: [string, unknown]) => JSON.stringify(standing[field]) !== JSON.stringify(to);
  return Object.fromEntries(
    Object.entries(wanted)
      .filter(differs)
      .map(([field, to]) => [field, { from: standing[field] ?? null, to }]),
  );
}
