import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ReconciliationTerms } from '@makewhole/domain/month-ends/reconciliation-terms';
import type { StateCode } from '@makewhole/domain/state-profiles/profile';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';

/** Which state's rules a firm's lawyer has confirmed, and which version of our profile. The newest counts. */
export const stateProfileConfirmations = pgTable(
  'state_profile_confirmations',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    firmId: firmIdColumn().references(() => firms.id),
    state: text().$type<StateCode>().notNull(),
    /** The profile's version that they saw: a later one asks for a new confirmation. */
    profileVersion: text().notNull(),
    confirmedBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    barNumber: text().notNull(),
    /** How often and by when trust accounts are reconciled; null where the lawyer left it as it was. */
    reconciliationTerms: jsonb().$type<ReconciliationTerms>(),
    confirmedAt: instantColumn().notNull(),
  },
  (table) => [index('state_profile_confirmations_by_firm').on(table.firmId, table.id)],
);
