// The audit trail (B9): exported through the API, verified by the program that knows nothing but the export.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportAudit } from '@makewhole/db/audit/export-audit';
import { sealTrail } from '@makewhole/db/audit/seal-trail';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { verifyAudit } from '@makewhole/verify/verify-audit';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf } from './session.ts';

const PROGRAM = fileURLToPath(new URL('../../../packages/verify/bin/makewhole-verify.mjs', import.meta.url));
const DAYS = [new Date('2026-11-20T00:05:00Z'), new Date('2026-11-21T00:05:00Z')];

let world: ApiWorld;
let trail: string[];
let refundId: RefundId;
let dropped: string;

beforeAll(async () => {
  world = await createApiWorld();
  const { firmId, people } = world.firm;
  const ask = async () =>
    asId<RefundId>((await askForRefund(world, { transactionId: await world.pay() })).body.id);
  refundId = await ask();
  const other = await ask();
  expect(await Promise.all([sealTrail(world.db, firmId, DAYS[0] ?? new Date())])).toEqual([true]);
  await cancelRefund(world.db, { firmId, refundId }, { actor: people.admin, at: new Date() });
  expect(await sealTrail(world.db, firmId, DAYS[1] ?? new Date())).toBe(true);
  await cancelRefund(world.db, { firmId, refundId: other }, { actor: people.admin, at: new Date() });
  trail = await linesNow();
});
afterAll(() => world.stop());

describe('the export', () => {
  it('holds, with every event and checkpoint, by the program alone', async () => {
    expect(trail.map((line) => /^\{"type":"(\w+)"/.exec(line)?.[1])).toEqual([
      'header',
      'checkpoint',
      'checkpoint',
      'firm',
      ...Array.from({ length: 2 }, () => ['refund', 'event', 'event']).flat(),
      'end',
    ]);
    const { code, out } = await verify(trail);
    expect(code).toBe(0);
    expect(out).toContain('The audit trail holds: 4 events of 2 refunds, 2 checkpoints.\n');
    expect(out).toContain('Sealed are 3 of the events');
    expect(out).toContain('NOT sealed are 1 events since then.');
    expect(out).toContain('It was held against nothing that you kept');
  });

  it('is held against a checkpoint that somebody kept, by its hash or in the mail that brought it', async () => {
    const [, first = ''] = trail.flatMap((line) => /"hash":"(\w{64})"\}$/.exec(line)?.[1] ?? []);
    const folder = await mkdtemp(join(tmpdir(), 'makewhole-seal-'));
    const mail = join(folder, 'mail.txt');
    await writeFile(mail, `Checkpoint of November 20:\r\n\r\n  ${first}\r\n`);
    for (const kept of [
      ['--checkpoint', first, '--day', '2026-11-21'],
      ['--seal', mail],
    ]) {
      const { code, out } = await verify(trail, kept);
      expect([code, out]).toEqual([0, expect.stringContaining('held against 1 checkpoints that you kept')]);
    }
    const other = 'f'.repeat(64);
    expect((await verify(trail, ['--checkpoint', other])).code).toBe(1);
    expect((await verify(trail, ['--checkpoint', first, '--day', '2026-11-20'])).code).toBe(1);
    // Nobody set a key here: asked for signatures, the program passes nothing that has none.
    const key = Buffer.alloc(32, 1).toString('base64');
    expect((await verify(trail, ['--public-key', key])).code).toBe(1);
    expect((await verify(trail, ['--public-key', 'no key'])).code).toBe(2);
    await writeFile(mail, 'no checkpoint in it');
    for (const wrong of [['--seal', mail], ['--day', '2026-11-20'], ['--unknown']]) {
      expect((await verify(trail, wrong)).code).toBe(2);
    }
    await rm(folder, { recursive: true });
  });

  it('has nothing of another firm, and is for owners alone', async () => {
    const others = [];
    for await (const line of exportAudit(world.db, world.otherFirm.firmId, new Date())) others.push(line);
    expect(others.map((line) => JSON.stringify(line)).join('\n')).not.toContain(world.firm.firmId);
    expect(others).toMatchObject([
      { type: 'header' },
      { type: 'firm' },
      { type: 'end', refunds: 0, events: 0 },
    ]);
    for (const path of ['GET /v1/audit/export', 'GET /v1/audit/verify']) {
      const { status, body } = await call(world.url, path, { key: world.key });
      expect([status, body.code]).toEqual([403, 'forbidden']);
    }
  });

  it('is served to an owner as a file, and verified there as well', async () => {
    const { headers: cookie } = await sessionOf(world, world.firm, 'owner');
    const { status, headers, text } = await call(world.url, 'GET /v1/audit/export', { headers: cookie });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    expect((await verifyAudit(text.split('\n'))).ok).toBe(true);
    const verdict = await call<{ ok: boolean }>(world.url, 'GET /v1/audit/verify', { headers: cookie });
    expect(verdict.body).toMatchObject({ ok: true, events: 4, checkpoints: 2 });
  });

  it('is sealed once a day, and a day that was sealed is not sealed again', async () => {
    for (const day of DAYS) expect(await sealTrail(world.db, world.firm.firmId, day)).toBe(false);
  });
});

describe('the verifier notices', () => {
  const edits: Record<string, (lines: string[]) => string[]> = {
    'an edited event': (lines) => lines.map((line) => line.replace('"refund.canceled"', '"refund.rejected"')),
    'an event that was taken out of the middle': (lines) => without(lines, indexOf(lines, 'event')),
    'the last event of a refund, which a checkpoint had sealed': (lines) =>
      without(
        lines,
        lines.findIndex((line) => line.includes(refundId) && line.includes('refund.canceled')),
      ),
    'two events in another order': (lines) => {
      const at = indexOf(lines, 'event');
      return lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '');
    },
    'an event that was put in': (lines) => lines.toSpliced(-1, 0, lines[indexOf(lines, 'event')] ?? ''),
    'an edited checkpoint': (lines) =>
      lines.map((line) => line.replace('"day":"2026-11-20"', '"day":"2026-11-19"')),
    'a checkpoint that was taken out': (lines) => without(lines, indexOf(lines, 'checkpoint')),
    'an export that is cut short': (lines) => lines.slice(0, -1),
  };
  it.each(Object.entries(edits))('%s', async (_, edit) => {
    const { ok, faults } = await verifyAudit(edit(trail));
    expect(ok).toBe(false);
    expect(faults.length).toBeGreaterThan(0);
    expect((await verify(edit(trail))).code).toBe(1);
  });

  it('a file that is no export', async () => {
    expect((await verify(['this is no JSON'])).code).toBe(2);
    expect((await verify(['{}'])).code).toBe(1);
  });
});

describe("one refund's timeline", () => {
  const verdictOn = async (id: string, key = world.key) =>
    (await call<Schemas['RefundAuditVerdict']>(world.url, `GET /v1/refunds/${id}/audit`, { key })).body;

  it('holds, and says up to where which day has sealed it', async () => {
    const { body: events } = await call<Schemas['RefundEventPage']>(
      world.url,
      `GET /v1/refunds/${refundId}/events`,
      { key: world.key },
    );
    const hash = events.data.at(-1)?.hash;
    expect(await verdictOn(refundId)).toEqual({
      holds: true,
      events: 2,
      headHash: hash,
      sealedBy: { sequence: 2, day: '2026-11-21', version: 2, hash },
      faults: [],
    });
    const fresh = (await askForRefund(world, { transactionId: await world.pay() })).body.id;
    expect(await verdictOn(fresh)).toMatchObject({ holds: true, events: 1, sealedBy: null });
  });

  it('does not hold once its newest event is gone', async () => {
    dropped = (await askForRefund(world, { transactionId: await world.pay() })).body.id;
    await world.db.transaction(async (tx) => {
      await tx.execute(sql`SET LOCAL session_replication_role = 'replica'`);
      await tx.execute(sql`DELETE FROM refund_events WHERE refund_id = ${dropped}`);
    });
    const { holds, faults } = await verdictOn(dropped);
    expect(holds).toBe(false);
    expect(faults).toEqual(['the timeline does not end where the refund says, at event 1']);
  });
});

it('an event that a superuser edits in the table is named', async () => {
  await world.db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL session_replication_role = 'replica'`);
    await tx.execute(
      sql`UPDATE refund_events SET actor = 'somebody else' WHERE refund_id = ${refundId} AND seq = 1`,
    );
  });
  const { faults } = await verifyAudit(await linesNow());
  expect(faults).toEqual([
    `event ${refundId}/1 was edited: its hash is not that of its content`,
    `the refund ${refundId} has another requestedBy than its timeline: it was edited`,
    `the timeline ${dropped} does not end where the export says, at event 1`,
  ]);
});

async function linesNow(): Promise<string[]> {
  const lines = [];
  for await (const line of exportAudit(world.db, world.firm.firmId, new Date()))
    lines.push(JSON.stringify(line));
  return lines;
}

function indexOf(lines: readonly string[], type: string): number {
  return lines.findIndex((line) => line.startsWith(`{"type":"${type}"`));
}

function without(lines: readonly string[], at: number): string[] {
  return lines.toSpliced(at, 1);
}

/** Runs the program as somebody at a desk would. */
async function verify(
  lines: readonly string[],
  options: readonly string[] = [],
): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...options], { stdio: ['pipe', 'pipe', 'ignore'] });
  const out: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(lines.join('\n'));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out: out.join('') };
}
