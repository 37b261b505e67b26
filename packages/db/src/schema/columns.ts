// Column kinds shared by every table, so that the same thing has the same type everywhere.
import { bigint, customType, text, timestamp } from 'drizzle-orm/pg-core';
import type { FirmId, MatterId, PrincipalId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { Currency, Money } from '@makewhole/domain/money';

/** Money is a bigint of minor units in the database and a safe integer in code. */
export const amountColumn = () => bigint({ mode: 'number' }).$type<Money>();
export const currencyColumn = () => text().$type<Currency>();
/** A point in time, to the millisecond, as a Date in code; the API writes it as RFC 3339 UTC. */
export const instantColumn = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });

export const firmIdColumn = () => text().$type<FirmId>().notNull();
export const refundIdColumn = () => text().$type<RefundId>();
export const matterIdColumn = () => text().$type<MatterId>();
export const principalIdColumn = () => text().$type<PrincipalId>();
export const transactionIdColumn = () => text().$type<TransactionId>();
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
