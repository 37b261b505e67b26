// Evidence is append-only but for its redaction (ADR 26): the database allows that one change, once, with its event.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findEvidence, hasEvidence } from '@makewhole/db/evidence/find-evidence';
import { findEvidenceFacts } from '@makewhole/db/evidence/evidence-view';
import { keepEvidence } from '@makewhole/db/evidence/keep-evidence';
import { redactEvidence } from '@makewhole/db/evidence/redact-evidence';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';

const { db, sql } = await openTestDatabase();
const NO_LIMIT = { bytesPerFirm: 1_000_000 };
let firm: SmallFirm;
let files = 0;
let id: string;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});
beforeEach(async () => {
  id = await keep();
});

async function keep(content = `file ${(files += 1)}`): Promise<string> {
  const file = { firmId: firm.firmId, mediaType: 'image/png', content: Buffer.from(content) } as const;
  const kept = await keepEvidence(db, { ...file, keptBy: firm.people.admin, at: new Date() }, NO_LIMIT);
  if (kept.kind !== 'kept') throw new Error(`The file was not kept: ${kept.kind}`);
  return kept.evidence.id;
}

const redact = (reason = 'It has a card number') =>
  redactEvidence(
    db,
    { firmId: firm.firmId, principalId: firm.people.lawyer, at: new Date() },
    { id, reason },
  );

const REDACTED = () => sql`content = NULL, redacted_at = now(), redacted_by = ${firm.people.lawyer},
                           redaction_reason = 'x', redaction_salt = 'y'`;

describe('a file', () => {
  it.each([
    ['another type', () => sql`UPDATE evidence_files SET media_type = 'image/jpeg'`],
    ['another hash', () => sql`UPDATE evidence_files SET sha256 = 'x'`],
    ['other content', () => sql`UPDATE evidence_files SET content = 'x'`],
    ['no content, and nobody who took it', () => sql`UPDATE evidence_files SET content = NULL`],
    ['a redaction, and its content still', () => sql`UPDATE evidence_files SET redacted_at = now()`],
    [
      'a redaction without a reason',
      () =>
        sql`UPDATE evidence_files SET content = NULL, redacted_at = now(), redacted_by = ${firm.people.lawyer}`,
    ],
    ['a redaction and another size', () => sql`UPDATE evidence_files SET ${REDACTED()}, size = 1`],
    [
      'a redaction and another keeper',
      () => sql`UPDATE evidence_files SET ${REDACTED()}, kept_by = ${firm.people.lawyer}`,
    ],
    ['the same values', () => sql`UPDATE evidence_files SET id = id`],
  ])('never gets %s', async (_what, change) => {
    await expect(change()).rejects.toThrow(/append-only|evidence_redacted_or_kept/);
    expect((await findEvidence(db, { firmId: firm.firmId, id }))?.content).not.toBeNull();
  });

  it.each([
    ['deleted', () => sql`DELETE FROM evidence_files`],
    ['truncated', () => sql`TRUNCATE evidence_files`],
  ])('is never %s', async (_what, change) => {
    await expect(change()).rejects.toThrow('evidence_files is append-only');
  });

  it("is not redacted without an event in its firm's timeline", async () => {
    const silent = sql`UPDATE evidence_files SET ${REDACTED()} WHERE id = ${id}`;
    await expect(silent).rejects.toThrow('without an event');
    expect(await hasEvidence(db, { firmId: firm.firmId, id })).toBe(true);
  });
});

describe('a redacted file', () => {
  it('has lost its content, and nothing else', async () => {
    const before = await findEvidenceFacts(db, { firmId: firm.firmId, id });
    const after = await redact();
    expect(after).toEqual({
      ...before,
      redaction: {
        at: expect.any(Date),
        by: { id: firm.people.lawyer, name: expect.any(String) },
        reason: 'It has a card number',
      },
    });
    expect((await findEvidence(db, { firmId: firm.firmId, id }))?.content).toBeNull();
    expect(await hasEvidence(db, { firmId: firm.firmId, id })).toBe(false);
    const events = await sql`SELECT actor, data FROM firm_events WHERE data ->> 'evidenceId' = ${id}`;
    expect(events).toMatchObject([
      {
        actor: firm.people.lawyer,
        data: {
          sha256: before?.sha256,
          size: before?.size,
          noteHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain('card number');
  });

  it('is redacted once: the first reason stands, and no row changes again', async () => {
    await Promise.all([redact('One'), redact('One')]);
    const again = await redact('Two');
    expect(again?.redaction?.reason).toBe('One');
    expect(await sql`SELECT FROM firm_events WHERE data ->> 'evidenceId' = ${id}`).toHaveLength(1);
    for (const change of [sql`redaction_reason = 'Three'`, sql`content = 'x'`, REDACTED()]) {
      await expect(sql`UPDATE evidence_files SET ${change} WHERE id = ${id}`).rejects.toThrow('append-only');
    }
  });

  it('is not stored again, and takes up no more space', async () => {
    const content = 'x'.repeat(900_000);
    id = await keep(content);
    await redact();
    const file = { firmId: firm.firmId, mediaType: 'image/png', content: Buffer.from(content) } as const;
    const again = await keepEvidence(db, { ...file, keptBy: firm.people.admin, at: new Date() }, NO_LIMIT);
    expect(again).toMatchObject({ kind: 'redacted', evidence: { id } });
    expect(await keep('y'.repeat(900_000))).toBeDefined();
  });
});
