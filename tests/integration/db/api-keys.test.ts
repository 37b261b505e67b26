import { beforeAll, expect, test } from 'vitest';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { findApiKey } from '@makewhole/db/api-keys/find-api-key';
import { findConnectionByAccount } from '@makewhole/db/connections/find-connection';
import { findFirm } from '@makewhole/db/firms/find-firm';
import { findPrincipalByAuthUser } from '@makewhole/db/users/find-principal-by-auth-user';
import { DEMO_FIRM } from '@makewhole/db/seed/demo-people';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import { asId, type FirmId, type PrincipalId } from '@makewhole/domain/ids';
import { openTestDatabase } from '../../support/database.ts';

const { db, sql } = await openTestDatabase();
const firmId = DEMO_FIRM.id;
let client: PrincipalId;

beforeAll(async () => {
  await seedDemoFirm(db, { now: new Date() });
  client = await createPrincipal(db, { firmId, kind: 'api_client', name: 'Reporting' });
});

const make = () => createApiKey(db, { firmId, principalId: client, scopes: ['read'] });

test('a key tells whose it is and what it is for', async () => {
  const { id, key } = await make();
  expect(key).toMatch(/^mk_live_[A-Za-z0-9_-]{43}$/);
  expect(await findApiKey(db, { presented: key })).toEqual({
    keyId: id,
    principalId: client,
    firmId,
    name: 'Reporting',
    scopes: ['read'],
    lastUsedAt: null,
  });
});

test('a key is nowhere in the database, only its hash and the characters that it is recognised by', async () => {
  const { id, key, prefix } = await make();
  const [row] = await sql`SELECT t::text AS all, prefix, hash FROM api_keys t WHERE id = ${id}`;
  expect(row?.all).not.toContain(key.slice(prefix.length));
  expect(row).toMatchObject({ prefix: key.slice(0, 12), hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test('no two keys are the same', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, make));
  expect(new Set(keys.map(({ key }) => key)).size).toBe(20);
});

test.each<[string, (key: string) => string]>([
  ['cut short', (key) => key.slice(0, -1)],
  ['with a character more', (key) => `${key}A`],
  ['in capitals', (key) => key.toUpperCase()],
  ['with a space after it', (key) => `${key} `],
  ['with a NUL after it', (key) => `${key}\0`],
  ['without its prefix', (key) => key.slice('mk_live_'.length)],
  ['changed in its last character', (key) => key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A')],
  ['left out', () => ''],
])('a key %s is nobody', async (_how, change) => {
  const { key } = await make();
  expect(await findApiKey(db, { presented: change(key) })).toBeNull();
});

test('a revoked key is nobody, and the other keys of its client go on', async () => {
  const [revoked, other] = await Promise.all([make(), make()]);
  await sql`UPDATE api_keys SET revoked_at = now() WHERE id = ${revoked.id}`;
  expect(await findApiKey(db, { presented: revoked.key })).toBeNull();
  expect(await findApiKey(db, { presented: other.key })).toMatchObject({ principalId: client });
});

test('a sign-in acts as the principal that it is linked to', async () => {
  const user = {
    firmId,
    kind: 'user',
    name: 'Joan Miller',
    email: 'joan@mail.example',
    role: 'lawyer',
  } as const;
  const principalId = await createPrincipal(db, user);
  await sql`UPDATE principals SET auth_user_id = 'auth_joan' WHERE id = ${principalId}`;
  expect(await findPrincipalByAuthUser(db, { authUserId: 'auth_joan' })).toEqual({
    principalId,
    firmId,
    name: 'Joan Miller',
    email: 'joan@mail.example',
    role: 'lawyer',
    secondFactorRequired: false,
    lastSignInAt: null,
  });
  expect(await findPrincipalByAuthUser(db, { authUserId: 'auth_nobody' })).toBeNull();
});

test('a firm is found by its ID and by its account at the payment company', async () => {
  const { processorAccount } = DEMO_FIRM;
  const firm = {
    ...DEMO_FIRM,
    achReturnBankDays: 5,
    achWaitOperating: { bankDays: 5 },
    achWaitTrust: { bankDays: 5 },
    approvalRule: 'never',
    approvalOverAmount: null,
    remindAfterBankDays: [2, 5],
    escalateAfterBankDays: 7,
    secondFactorRequired: false,
    stepUpOverAmount: null,
    trustStepsFrom: 'succeeded',
    pendingRules: {},
    retentionYears: 7,
    legalHoldSince: null,
    clientAccountings: null,
    clientAccountingsSince: null,
    trustBalanceDays: 3,
    suspendedAt: null,
    journalBasis: 'accrual',
    setupNotForUs: [],
  };
  expect(await findFirm(db, { firmId })).toEqual(firm);
  const sandbox = { kind: 'sandbox', account: processorAccount };
  expect(await findConnectionByAccount(db, sandbox)).toMatchObject({ firmId });
  expect(await findConnectionByAccount(db, { ...sandbox, account: 'acct_nobody' })).toBeNull();
  await expect(findFirm(db, { firmId: asId<FirmId>('firm_nobody') })).rejects.toThrow('no firm');
});
