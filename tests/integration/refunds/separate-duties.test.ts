// Who checks may not be who authorized (T10): the bank lines of a transfer of trust money.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { openObligations } from '@makewhole/db/obligations/open-and-complete';
import { firms, principals } from '@makewhole/db/schema/firms';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { asId, type BankLineId, type PrincipalId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm } from '../../support/small-firm.ts';
import { today } from '../../support/today.ts';
import { acceptedRefund, payOut, viewOf, type WalkedRefund } from './walk-by-stores.ts';

const { db } = await openTestDatabase();
const TRUST = [{ of: 'trust', amount: 1_250_00 }] as const;
const OK = { ok: true };

describe('the bank lines of a transfer (T10)', () => {
  it('are not matched by whoever authorized it, nor by a program of theirs, if somebody else can', async () => {
    const own = await createSmallFirm(db);
    const { firmId, people } = own;
    const ofFirm = eq(firms.id, firmId);
    const refund = await acceptedRefund(db, own, TRUST);
    await payOut(db, refund);
    const facts = { amount: money(1_250_00), currency: 'USD', date: today(), reference: 'TC-1044' } as const;
    for (const step of ['payment', 'deposit', 'transfer'] as const) {
      const body = { step, ...facts, evidenceId: null };
      const { obligations } = await viewOf(db, refund);
      const obligationId = obligations.find(({ kind }) => kind === `trust_${step}`)?.id ?? null;
      const said = { kind: 'trust_step', body, ...refund, actor: people.lawyer } as const;
      const instructionId = await recordCommand(db, said);
      expect(await applyCommand(db, refund, { instructionId, obligationId, at: new Date() })).toEqual(OK);
    }
    const asked = { kind: 'bank_match', subject: '', summary: 'Match', amount: null } as const;
    await openObligations(db, refund, [asked], new Date());
    const programOfTheirs = await createPrincipal(db, { firmId, kind: 'api_client', name: 'Clio' });
    await createApiKey(db, {
      ...{ firmId, principalId: programOfTheirs, scopes: ['refund'], createdBy: people.lawyer },
    });

    const notMatching = { code: 'lines_do_not_match' };
    expect(await match(refund, people.lawyer)).toMatchObject(notMatching);
    await db.update(firms).set({ separateDuties: true }).where(ofFirm);
    for (const actor of [people.lawyer, programOfTheirs]) {
      const refused = await match(refund, actor);
      expect(refused).toMatchObject({ code: 'own_authorization' });
      expect(refused).toMatchObject({ message: expect.stringContaining('an admin of your firm') });
    }
    expect(await match(refund, people.admin)).toMatchObject(notMatching);
    // A lawyer alone must be able to close a month.
    for (const other of [people.admin, people.owner]) {
      await db.update(principals).set({ disabledAt: new Date() }).where(eq(principals.id, other));
    }
    expect(await match(refund, people.lawyer)).toMatchObject(notMatching);
  });

  /** Lines that there are not: whoever may match is told so. */
  async function match(refund: WalkedRefund, actor: PrincipalId) {
    const { obligations } = await viewOf(db, refund);
    const obligationId = obligations.find(({ kind }) => kind === 'bank_match')?.id ?? null;
    const line = () => asId<BankLineId>(`bl_${randomUUID()}`);
    const body = { trustLineId: line(), operatingLineId: line() };
    const instructionId = await recordCommand(db, { kind: 'bank_match', body, ...refund, actor });
    return applyCommand(db, refund, { instructionId, obligationId, at: new Date() });
  }
});
