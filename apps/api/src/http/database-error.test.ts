import { describe, expect, it } from 'vitest';
import { isDatabaseUnavailable, isUnstorableValue } from './database-error.ts';

/** As the ORM wraps what the driver threw. */
function wrapped(code: string): Error {
  return new Error('Failed query', { cause: Object.assign(new Error('what Postgres said'), { code }) });
}

describe('an error of the database means that it did nothing now, and may at the next try', () => {
  it.each([
    ['53100', 'its disk is full'],
    ['53200', 'it has no memory'],
    ['53300', 'it has no connection left'],
    ['58030', 'its disk fails'],
    ['25006', 'it was set read-only'],
    ['57P01', 'it is shut down'],
    ['40P01', 'the statement lost a deadlock'],
    ['ECONNREFUSED', 'nobody is there'],
  ])('%s: %s', (code) => {
    expect(isDatabaseUnavailable(wrapped(code))).toBe(true);
  });

  it.each([
    ['23505', 'a key is there already'],
    ['42P01', 'a table is missing'],
    ['XX000', 'its data is broken'],
  ])('but not %s: %s', (code) => {
    expect(isDatabaseUnavailable(wrapped(code))).toBe(false);
  });
});

describe('a value that the database cannot store', () => {
  it.each([
    ['22021', 'it has a NUL'],
    ['22008', 'it is a day that does not exist'],
    ['22P05', 'its character is not in the encoding'],
    ['54000', 'it is too long for an index'],
  ])('%s: %s', (code) => {
    expect(isUnstorableValue(wrapped(code))).toBe(true);
    expect(isDatabaseUnavailable(wrapped(code))).toBe(false);
  });
});
