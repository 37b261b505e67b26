import { expect, test } from 'vitest';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { findApiKeyFaults, readApiKeyRequest } from './api-key-request.ts';

function read(fields: readonly (readonly [string, string])[]) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return readApiKeyRequest(form);
}

test('what was chosen is read in the order of the scopes, and what is none is left out', () => {
  const values = read([
    ['name', ' Reporting '],
    ['scope', 'trust'],
    ['scope', 'read'],
    ['scope', 'firm.manage'],
  ]);
  expect(values).toEqual({ replaces: '', name: 'Reporting', scopes: ['read', 'trust'] });
  expect(findApiKeyFaults(values)).toEqual({});
});

test('a new program needs a name that is not too long, and every key something that it may do', () => {
  expect(findApiKeyFaults(read([]))).toEqual({
    name: expect.stringContaining('Name the program'),
    scopes: expect.stringContaining('at least one'),
  });
  const name = 'x'.repeat(TEXT_LENGTH_MAX.programName + 1);
  expect(findApiKeyFaults({ replaces: '', name, scopes: ['read'] })).toEqual({
    name: expect.stringContaining('Shorten'),
  });
});

test('a program that has a key needs no name', () => {
  const values = read([
    ['replaces', 'key_1'],
    ['scope', 'read'],
  ]);
  expect(findApiKeyFaults(values)).toEqual({});
});
