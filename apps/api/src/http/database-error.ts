// What a database error means for the request that ran into it.
import { errorCodes } from '@makewhole/db/error-codes';

const UNAVAILABLE_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  // Postgres itself: shutting down, crashed, starting up, or failing to read or write its disk.
  '57P01',
  '57P02',
  '57P03',
  '58030',
  // Read-only, because its disk is nearly full or another server took over.
  '25006',
  // It ended the statement: at the time limit, while waiting for a lock, or as the victim of a deadlock.
  '57014',
  '55P03',
  '40P01',
]);

/** Whether an error, or its cause, says that the database did nothing, and that a retry may succeed. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return errorCodes(error).some((code) => UNAVAILABLE_CODES.has(code) || isOutOfResources(code));
}

/**
 * Whether the database was given a value that it cannot store, such as NUL or the year 0 (class 22 of its codes), or one
 * too long for an index (class 54). It will refuse it at every retry.
 */
export function isUnstorableValue(error: unknown): boolean {
  return errorCodes(error).some((code) => /^(?:22|54)[0-9A-Z]{3}$/.test(code));
}

/** Class 53: out of disk space, memory or connections. */
function isOutOfResources(code: string): boolean {
  return /^53[0-9A-Z]{3}$/.test(code);
}
