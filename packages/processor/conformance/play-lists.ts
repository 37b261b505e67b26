import { expect } from 'vitest';
import type { PageAnswer } from '../src/lists.ts';
import type { Plays, Scene } from './scene.ts';

const PAYMENTS = 1_000;
const THE_END = '2099-01-01T00:00:00.000Z';

export const LISTING: Plays = {
  20: async (scene) => {
    const { rig, processor, fullRefund } = scene;
    const from = new Date(Date.now() - 60_000).toISOString();
    const [elsewhere, ours, copied] = [await rig.pay(), await rig.pay(), await rig.pay()];
    await rig.step(elsewhere.transactionId, 'refund_elsewhere');
    const { reference } = fullRefund(ours.transactionId);
    await rig.copyReference(copied.transactionId, reference);
    const page = { from, to: THE_END, limit: scene.connected.capabilities.pageMax };
    const listed = await everyPage((cursor) => processor.listCreatedRefunds({ ...page, cursor }));
    expect(listed).toContainEqual(
      expect.objectContaining({ transactionId: elsewhere.transactionId, reference: null }),
    );
    const found = await processor.findRefunds({ transactionId: ours.transactionId, reference });
    if (found.kind !== 'found') throw new Error(`The lookup is ${found.kind}`);
    // Found under another payment or not at all: never as a refund of this one.
    expect(found.refunds.filter(({ transactionId }) => transactionId === ours.transactionId)).toEqual([]);
  },

  21: async ({ rig, connected, processor }) => {
    const daysAgo = 400;
    const second = Math.floor(Date.now() / 1000) - daysAgo * 86_400;
    const made = new Set<string>();
    for (let nth = 0; nth < PAYMENTS; nth += 1) made.add((await rig.pay({ daysAgo })).transactionId);
    const [from, to] = [second - 60, second + 600].map((at) => new Date(at * 1000).toISOString());
    const { pageMax: limit } = connected.capabilities;
    const window = { from: from ?? '', to: to ?? '', limit };
    let isFirst = true;
    const listed = await everyPage(async (cursor) => {
      const page = await processor.listCreatedPayments({ ...window, cursor });
      // Made while the list is read, outside of its window.
      if (isFirst) await rig.pay();
      isFirst = false;
      return page;
    });
    const ids = listed.map(({ transactionId }) => transactionId as string);
    expect(ids).toHaveLength(PAYMENTS);
    expect(new Set(ids)).toEqual(made);
    // Half-open: what is cut in two windows is in one of them.
    const middle = listed[0]?.createdAt ?? '';
    const halves = [
      await everyPage((cursor) => processor.listCreatedPayments({ ...window, to: middle, cursor })),
      await everyPage((cursor) => processor.listCreatedPayments({ ...window, from: middle, cursor })),
    ];
    expect(halves.flat()).toHaveLength(PAYMENTS);
  },

  22: async ({ rig, connected, processor }) => {
    const since = new Date(Date.now() - 60_000).toISOString();
    const before = await rig.pay();
    const seen = new Set<string>();
    const read = async (from: string | null) => {
      let cursor = from;
      for (;;) {
        const answer = await processor.listChanges({ cursor, since, limit: 7 });
        if (answer.kind !== 'changes') throw new Error(answer.message);
        for (const { transactionId } of answer.changes) seen.add(transactionId);
        cursor = answer.nextCursor;
        if (!answer.hasMore) return cursor;
      }
    };
    const cursor = await read(null);
    expect(seen).toContain(before.transactionId);
    const later: string[] = [];
    for (let nth = 0; nth < 20; nth += 1) later.push((await rig.pay()).transactionId);
    // The cursor is all that is kept between the two.
    const last = await read(cursor);
    expect([...seen]).toEqual(expect.arrayContaining(later));
    const { changeFeed } = connected.capabilities;
    if (changeFeed.kind === 'feed' && changeFeed.keptDays === null) return;
    await rig.forgetChanges();
    expect((await processor.listChanges({ cursor: last, since, limit: 7 })).kind).toBe('gap');
  },

  26: async ({ rig, connected, notShown }) => {
    await rig.payOut();
    await connected.payouts?.listPayouts({ since: '2020-01-01', cursor: null, limit: 10 });
    const verdict = await rig.judgeShapes();
    if (verdict === null) {
      notShown('stripe-mock cannot be built: Go is not installed');
      return;
    }
    expect(verdict.refused).toEqual([]);
    expect(verdict.judged).toBeGreaterThan(10);
  },

  27: async ({ rig, connected, processor }) => {
    const { capabilities } = connected;
    const page = { from: new Date(0).toISOString(), to: THE_END, cursor: null };
    await rig.pay();
    const full = await processor.listCreatedPayments({ ...page, limit: capabilities.pageMax });
    expect(full.kind).toBe('page');
    const tooMany = await processor.listCreatedPayments({ ...page, limit: capabilities.pageMax + 1 });
    expect(tooMany.kind).toBe('unavailable');
    expect(capabilities.sendAgainWithinMs === 0).toBe(capabilities.idempotency === 'none');
    expect(capabilities.methods).toContain('card');
  },
};

type Processor = Scene['processor'];
type Item = Extract<Awaited<ReturnType<Processor['listCreatedPayments']>>, { kind: 'page' }>['items'][number];

async function everyPage<One = Item>(
  list: (cursor: string | null) => Promise<PageAnswer<One>>,
): Promise<readonly One[]> {
  const found: One[] = [];
  let cursor: string | null = null;
  do {
    const answer: PageAnswer<One> = await list(cursor);
    if (answer.kind !== 'page') throw new Error(answer.message);
    expect(answer.unreadable).toEqual([]);
    found.push(...answer.items);
    cursor = answer.nextCursor;
  } while (cursor !== null);
  return found;
}
