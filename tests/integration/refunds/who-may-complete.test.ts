// Whatever a refund owes is settled by those alone whose role or key the table names (obligations.ts): the books refuse
// anybody else, by whatever route they came.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { revokeApiKey } from '@makewhole/db/api-keys/revoke-api-key';
import { openObligations } from '@makewhole/db/obligations/open-and-complete';
import { applyCommand, recordCommand, type Command } from '@makewhole/db/commands/apply-command';
import { ATTENTION_CAUSES } from '@makewhole/domain/attention';
import { asId, type BankLineId, type PrincipalId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { OBLIGATION_KINDS, TRUST_MOVES, type Owed } from '@makewhole/domain/obligations';
import { permissionsToRecord } from '@makewhole/domain/permissions-to-record';
import {
  ROLES,
  SCOPES,
  roleMay,
  scopesMay,
  type Action,
  type Role,
  type Scope,
} from '@makewhole/domain/roles';
import { openTestDatabase } from '../../support/database.ts';
import { byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, viewOf } from './walk-by-stores.ts';
import { today } from '../../support/today.ts';

const { db } = await openTestDatabase();
const at = new Date();
const PARTS = [
  { of: 'invoice', amount: 80_00 },
  { of: 'trust', amount: 20_00 },
] as const;
const OWED: readonly Owed[] = OBLIGATION_KINDS.flatMap((kind): Owed[] =>
  kind === 'attention' ? ATTENTION_CAUSES.map((subject) => ({ kind, subject })) : [{ kind, subject: '' }],
);

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});

type Caller = { readonly principalId: PrincipalId; readonly may: (action: Action) => boolean };

async function person(role: Role): Promise<Caller> {
  const principalId = await createPrincipal(db, {
    firmId: firm.firmId,
    kind: 'user',
    name: 'Pat',
    email: `${randomUUID()}@adler.example`,
    role,
  });
  return { principalId, may: (action) => roleMay(role, action) };
}

async function program(scopes: readonly Scope[]): Promise<Caller & { readonly keyId: string }> {
  const principalId = await createPrincipal(db, { firmId: firm.firmId, kind: 'api_client', name: 'Clio' });
  const { id: keyId } = await createApiKey(db, { firmId: firm.firmId, principalId, scopes });
  return { principalId, keyId, may: (action) => scopesMay(scopes, action) };
}

/** What would settle it. */
function commandFor({ kind }: Owed): Command {
  const step = TRUST_MOVES.find((move) => kind === `trust_${move}`);
  if (step !== undefined) {
    const taken = { amount: money(20_00), currency: 'USD', date: today(), reference: 'CHK 7' } as const;
    return { kind: 'trust_step', body: { ...taken, step, evidenceId: null } };
  }
  switch (kind) {
    case 'approval':
      return { kind: 'approval', body: { decision: 'approve', note: null } };
    case 'invoice_decision':
      return { kind: 'invoice_decision', body: { decision: 'write_off', note: null } };
    case 'bank_match': {
      const line = () => asId<BankLineId>(`line_${randomUUID()}`);
      return { kind: 'bank_match', body: { trustLineId: line(), operatingLineId: line() } };
    }
    default:
      return { kind: 'attention', body: { note: 'Looked after', transferMade: false } };
  }
}

/** Tries to settle everything that the table knows, and gives what was forbidden. */
async function forbiddenTo({ principalId: actor }: Caller): Promise<Owed[]> {
  const refund = await acceptedRefund(db, firm, PARTS);
  const wanted = OWED.map((owed) => ({ ...owed, summary: 'To do', amount: null }));
  await openObligations(db, refund, wanted, at);
  const { obligations } = await viewOf(db, refund);
  const forbidden: Owed[] = [];
  for (const owed of OWED) {
    const { id: obligationId } = obligations.find(
      ({ kind, subject, status }) => kind === owed.kind && subject === owed.subject && status === 'open',
    ) ?? { id: null };
    const instructionId = await recordCommand(db, { ...commandFor(owed), ...refund, actor });
    const taken = await applyCommand(db, refund, { instructionId, obligationId, at }).catch(() => null);
    if (taken?.ok === false && taken.code === 'forbidden') forbidden.push(owed);
  }
  return forbidden;
}

const expected = ({ may }: Caller) => OWED.filter((owed) => !permissionsToRecord(owed).every(may));

describe('the books take the word of', () => {
  it.each(ROLES)('a person of the role %s only for what is theirs', async (role) => {
    const caller = await person(role);
    expect(await forbiddenTo(caller)).toEqual(expected(caller));
  });

  it.each([...SCOPES.map((scope) => ({ scopes: [scope] })), { scopes: SCOPES }, { scopes: [] }])(
    'a key of the scopes $scopes only for what it was made for',
    async ({ scopes }) => {
      const caller = await program(scopes);
      expect(await forbiddenTo(caller)).toEqual(expected(caller));
    },
  );

  it('nobody whose key was revoked, or who is a stranger', async () => {
    const caller = await program(SCOPES);
    await revokeApiKey(db, byOwner(firm), caller.keyId);
    expect(await forbiddenTo(caller)).toEqual(OWED);
    const stranger = { principalId: asId<PrincipalId>('pr_nobody'), may: () => false };
    expect(await forbiddenTo(stranger)).toEqual(OWED);
  });
});
