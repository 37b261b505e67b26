// What an error of the database says about the request that met it.
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
  // Of Postgres itself: shutting down, crashed, starting up; reading or writing its disk failed.
  '57P01',
  '57P02',
  '57P03',
  '58030',
  // It takes no changes: it was set so because its disk is nearly full, or another server took over.
  '25006',
  // It ended the statement: at its time limit, waiting for a lock, as the loser of a deadlock.
  '57014',
  '55P03',
  '40P01',
]);

/** Whether an error, or what caused it, says that the database did nothing now, and may at the next try. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return errorCodes(error).some((code) => UNAVAILABLE_CODES.has(code) || isOutOfResources(code));
}

/** Whether the database was given a value that it cannot hold, such as a NUL or the year 0: class 22 of its codes. */
export function isUnstorableValue(error: unknown): boolean {
  return errorCodes(error).some((code) => /^22[0-9A-Z]{3}$/.test(code));
}

/** Class 53: no room on the disk, no memory, no connection left. */
function isOutOfResources(code: string): boolean {
  return /^53[0-9A-Z]{3}$/.test(code);
}
