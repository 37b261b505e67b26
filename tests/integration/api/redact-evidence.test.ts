// Redaction of evidence (ADR 26): an owner takes a file's content out for good, everyone sees that it happened, and the
// audit trail still verifies.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportAudit } from '@makewhole/db/audit/export-audit';
import { sealTrail } from '@makewhole/db/audit/seal-trail';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { beginSubmission } from '@makewhole/db/refunds/submit-refund';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { verifyAudit } from '@makewhole/verify/verify-audit';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

type Evidence = Schemas['Evidence'] & Pick<Schemas['Problem'], 'code' | 'detail'>;

let world: ApiWorld;
let owner: Session;
let files = 0;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
});
afterAll(() => world.stop());

const newPdf = () => `%PDF-1.7\n1 0 obj\n<< /N ${(files += 1)} >>\nendobj\ntrailer\n<< >>\n%%EOF\n`;
const REASON = 'The scan shows a whole card number';

async function upload(content = newPdf()) {
  const headers = { 'content-type': 'application/pdf' };
  return call<Evidence>(world.url, 'POST /v1/evidence', { key: world.key, body: content, headers });
}

const redact = (id: string, by: Partial<Session> & { key?: string } = owner, reason = REASON) =>
  call<Evidence>(world.url, `POST /v1/evidence/${id}/redact`, {
    ...(by.headers && { headers: by.headers }),
    ...(by.key !== undefined && { key: by.key }),
    body: { reason },
  });

const read = (id: string, part = '', key = world.key) =>
  call<Evidence>(world.url, `GET /v1/evidence/${id}${part}`, { key });

describe('who may redact', () => {
  it('is an owner who has just confirmed who they are, and gives a reason', async () => {
    const { id } = (await upload()).body;
    const lawyer = await sessionOf(world, world.firm, 'lawyer');
    await stepUp(world, lawyer);
    for (const [by, code] of [
      [lawyer, 'forbidden'],
      [{ key: world.key }, 'forbidden'],
      [owner, 'step_up_required'],
    ] as const) {
      const { status, body } = await redact(id, by);
      expect([status, body.code]).toEqual([403, code]);
    }
    await stepUp(world, owner);
    expect((await redact(id, owner, ' ')).status).toBe(400);
    expect((await redact('ev_none')).body.code).toBe('evidence_not_found');
    expect((await read(id)).status).toBe(200);
    expect((await redact(id)).status).toBe(200);
  });

  it('is of the firm', async () => {
    const headers = { 'content-type': 'application/pdf' };
    const request = { key: world.otherKey, body: newPdf(), headers };
    const { body } = await call<Evidence>(world.url, 'POST /v1/evidence', request);
    expect((await redact(body.id)).status).toBe(404);
    expect((await read(body.id, '/facts')).status).toBe(404);
    expect((await read(body.id, '', world.otherKey)).status).toBe(200);
  });
});

describe('redacted evidence', () => {
  it('answers 410, says who, when and why, and keeps everything but the content', async () => {
    const content = newPdf();
    const kept = await upload(content);
    const { id } = kept.body;
    const redacted = await redact(id);
    const { redaction, ...facts } = redacted.body;
    expect({ ...facts, redaction: null }).toEqual(kept.body);
    expect(redaction).toMatchObject({ by: { id: owner.principalId, name: 'The owner' }, reason: REASON });
    expect((await read(id, '/facts')).body).toEqual(redacted.body);
    const gone = await read(id);
    expect([gone.status, gone.body.code]).toEqual([410, 'evidence_redacted']);
    expect(gone.body.detail).toContain(`by The owner. Reason: "${REASON}"`);
    expect((await redact(id, owner, 'Another reason')).body).toEqual(redacted.body);
    const again = await upload(content);
    expect([again.status, again.body.code]).toEqual([409, 'evidence_redacted_before']);
    const rows = await world.db.execute(
      sql`SELECT FROM evidence_files WHERE id = ${id} AND content IS NOT NULL`,
    );
    expect(rows).toHaveLength(0);
  });

  it("is in the firm's timeline, without the reason's words", async () => {
    const { id, sha256 } = (await upload()).body;
    await redact(id);
    const { body } = await call<{ data: Schemas['FirmEvent'][] }>(world.url, 'GET /v1/firm/events?limit=1', {
      headers: owner.headers,
    });
    expect(body.data).toMatchObject([
      { type: 'evidence.redacted', actor: { id: owner.principalId }, data: { evidenceId: id, sha256 } },
    ]);
    expect(JSON.stringify(body.data)).not.toContain(REASON);
  });

  it('proves no new step', async () => {
    const { id } = (await upload()).body;
    await redact(id);
    const { obligationId } = await owedRepayment();
    const { body } = await settle(obligationId, { paidBy: 'credit', note: 'Agreed', evidenceId: id });
    expect(body.code).toBe('no_such_evidence');
  });
});

describe('the audit trail of a refund that cites it', () => {
  it('verifies as before, in the export and alone; content that is merely gone is a fault', async () => {
    const { id, sha256 } = (await upload()).body;
    const { refundId, obligationId } = await owedRepayment();
    const check = {
      paidBy: 'check',
      reference: '1042',
      date: new Date().toISOString().slice(0, 10),
      evidenceId: id,
    };
    expect((await settle(obligationId, check)).status).toBe(202);
    const lawyer = await sessionOf(world, world.firm, 'lawyer');
    expect((await settle(obligationId, check, lawyer)).status).toBe(200);
    await sealTrail(world.db, world.firm.firmId, new Date());
    expect(await verdictOf(refundId)).toEqual([true, []]);
    await redact(id);
    await sealTrail(world.db, world.firm.firmId, new Date());
    expect(await verdictOf(refundId)).toEqual([true, []]);
    const lines = await exported();
    expect((await verifyAudit(lines)).faults).toEqual([]);
    const told = lines.find((line) => line.includes('"evidence.redacted"') && line.includes(sha256));
    expect(told).toContain(`"text":"${REASON}"`);
    const reworded = lines.map((line) => (line === told ? line.replace(REASON, 'Because') : line));
    expect((await verifyAudit(reworded)).faults).toEqual([expect.stringContaining('was edited')]);
    // As whoever may switch the guards off would do it.
    await world.db.transaction(async (tx) => {
      await tx.execute(sql`SET LOCAL session_replication_role = 'replica'`);
      await tx.execute(sql`DELETE FROM firm_events WHERE data ->> 'evidenceId' = ${id}`);
    });
    expect(await verdictOf(refundId)).toEqual([
      false,
      // Recorded by one person, confirmed by another.
      Array.from({ length: 2 }, (): unknown => expect.stringMatching(/^the evidence of .* is missing$/)),
    ]);
  });
});

/** A refund that failed, and the task to pay its client another way. */
async function owedRepayment(): Promise<{ refundId: string; obligationId: string }> {
  const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
  const key = { firmId: world.firm.firmId, refundId: asId<RefundId>(refund.id) };
  await beginSubmission(world.db, key, new Date());
  await failRefund(world.db, key, { code: 'card_closed', message: 'The card is closed.', at: new Date() });
  const path = `GET /v1/payments/${refund.transactionId}`;
  const { body } = await call<Schemas['PaymentDetail']>(world.url, path, { key: world.key });
  return { refundId: refund.id, obligationId: body.tasks[0]?.id ?? '' };
}

function settle(obligationId: string, answer: object, { headers }: Session = owner) {
  const body = { kind: 'repayment', ...answer };
  return call(world.url, `POST /v1/obligations/${obligationId}/settle`, { headers, body });
}

async function verdictOf(refundId: string) {
  const { body } = await call<Schemas['RefundAuditVerdict']>(world.url, `GET /v1/refunds/${refundId}/audit`, {
    headers: owner.headers,
  });
  return [body.holds, body.faults];
}

async function exported(): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportAudit(world.db, world.firm.firmId, new Date()))
    lines.push(JSON.stringify(line));
  return lines;
}
