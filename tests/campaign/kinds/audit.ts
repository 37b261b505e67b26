// Somebody with the keys to the database edits the audit trail by hand (B9).
import { eq, sql } from 'drizzle-orm';
import { hashOf } from '@makewhole/db/events/append-refund-event';
import type { Db } from '@makewhole/db/connect';
import { refundEvents, refunds } from '@makewhole/db/schema/refunds';
import type { TransactionId } from '@makewhole/domain/ids';
import { startAuditor, type Verdicts } from '../auditor.ts';
import { runUntilClosed, request } from '../run-until-closed.ts';
import { patiently } from '../patience.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment, type Kind } from './kind.ts';

type EventRow = typeof refundEvents.$inferSelect;
type Forgery = (tx: Db, events: readonly EventRow[]) => Promise<unknown>;

/** Each more careful than the one before: the last ones leave a chain that holds by itself, and only the seal knows. */
const FORGERIES: readonly [Forgery, ...Forgery[]] = [
  (tx, events) => edit(tx, events[0], { data: { amount: 1 } }),
  (tx, events) => edit(tx, events[1], { at: new Date(0) }),
  (tx, events) => edit(tx, events.at(-2), { actor: 'pr_nobody' }),
  (tx, events) => drop(tx, events[1]),
  async (tx, events) => {
    const last = events.at(-1);
    if (last === undefined) return;
    const { hash: _old, ...content } = { ...last, data: { amount: 1 } };
    const hash = hashOf(content);
    await edit(tx, last, { data: content.data, hash });
    await tx.update(refunds).set({ headHash: hash }).where(eq(refunds.id, last.refundId));
  },
  async (tx, events) => {
    const [before, last] = events.slice(-2);
    if (before === undefined || last === undefined) return;
    await drop(tx, last);
    const head = { headHash: before.hash, version: before.seq };
    await tx.update(refunds).set(head).where(eq(refunds.id, last.refundId));
  },
];

export const AUDIT: readonly Kind[] = [
  {
    name: 'audit_row_edited',
    what: 'somebody edits, drops or re-chains an event in the database, its guard off: the API and the offline verifier say so',
    async run(world, draw) {
      // Of a firm of its own: the trail is verified as a whole.
      const own: CampaignWorld = { ...world, ...(await patiently(world.openFirm)) };
      const transactionId = await own.pay(drawPayment(draw));
      const { id } = await runUntilClosed(own, (await request(own, transactionId)).id);
      await own.seal(own.firm.firmId);
      const verify = await startAuditor(own);
      expectSound(await verify());
      const forge = draw.oneOf(FORGERIES);
      const before = await patiently(() => read(own.db, transactionId));
      await patiently(() =>
        unguarded(own.db, async (tx) => {
          await putBack(tx, before);
          await forge(tx, before.events);
        }),
      );
      expectNamed(await verify(), id);
      await patiently(() => unguarded(own.db, (tx) => putBack(tx, before)));
      expectSound(await verify());
      return [transactionId];
    },
  },
];

type Timeline = { readonly refund: typeof refunds.$inferSelect; readonly events: readonly EventRow[] };

async function read(db: Db, transactionId: TransactionId): Promise<Timeline> {
  const [refund] = await db.select().from(refunds).where(eq(refunds.transactionId, transactionId));
  if (refund === undefined) throw new Error(`There is no refund of ${transactionId}`);
  const events = await db
    .select()
    .from(refundEvents)
    .where(eq(refundEvents.refundId, refund.id))
    .orderBy(refundEvents.seq);
  return { refund, events };
}

async function putBack(tx: Db, { refund, events }: Timeline): Promise<void> {
  await tx.delete(refundEvents).where(eq(refundEvents.refundId, refund.id));
  await tx.insert(refundEvents).values([...events]);
  const { headHash, version } = refund;
  await tx.update(refunds).set({ headHash, version }).where(eq(refunds.id, refund.id));
}

function edit(tx: Db, event: EventRow | undefined, changes: Partial<EventRow>) {
  return tx.update(refundEvents).set(changes).where(whichIs(event));
}

function drop(tx: Db, event: EventRow | undefined) {
  return tx.delete(refundEvents).where(whichIs(event));
}

function whichIs(event: EventRow | undefined) {
  if (event === undefined) throw new Error('The timeline is too short to be forged');
  return sql`${refundEvents.refundId} = ${event.refundId} AND ${refundEvents.seq} = ${event.seq}`;
}

/** Does what no code may, as a superuser can: with the guards of the tables off. */
function unguarded(db: Db, act: (tx: Db) => Promise<unknown>): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL session_replication_role = 'replica'`);
    await act(tx);
  });
}

function expectSound(verdicts: Verdicts): void {
  for (const [by, { faults }] of Object.entries(verdicts)) {
    if (faults.length > 0) throw new Error(`A sound trail is not so ${by}: ${faults.join('; ')}`);
  }
}

function expectNamed(verdicts: Verdicts, refundId: string): void {
  for (const [by, { faults }] of Object.entries(verdicts)) {
    const isNamed = faults.some((fault) => fault.includes(refundId));
    if (!isNamed) throw new Error(`The timeline of ${refundId} was edited, which is not seen ${by}`);
  }
}
