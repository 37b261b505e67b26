// The printed binder of a month end (ADR 75): made by the worker from what the books say, and once it is signed the same
// bytes for ever.
import { sql } from 'drizzle-orm';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPaper, findPaperContent, requestPaper } from '@makewhole/db/month-ends/month-end-papers';
import { listMonthEnds } from '@makewhole/db/month-ends/find-month-ends';
import { computeMonthEnd } from '@makewhole/db/month-ends/read-month-end';
import { prepareMonthEnd, signMonthEnd } from '@makewhole/db/month-ends/sign-month-end';
import { paperWorkflowId } from '@makewhole/domain/contracts/month-end-paper';
import { startPaperWorkflow } from '@makewhole/temporal/start-workflows';
import {
  STATEMENTS,
  bookInTrust,
  importMonth,
  seedNovember,
  type November,
} from '../integration/month-ends/november.ts';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';

let world: RefundWorld;
let november: November;
beforeAll(async () => {
  world = await createRefundWorld();
  november = await seedNovember(world.db);
  for (const month of ['october', 'november'] as const)
    await importMonth(world.db, november, STATEMENTS[month]);
});
afterAll(() => world.stop());

async function monthEnd() {
  const { data } = (await listMonthEnds(world.db, november.account, { limit: 10 })) ?? { data: [] };
  const [found] = data;
  if (found === undefined) throw new Error('November has no month end');
  return found;
}

const byAdmin = () => ({ actor: november.firm.people.admin, at: new Date() });

/** Asks for the binder, and waits until the worker has made it. */
async function print() {
  const row = await monthEnd();
  const paper = await requestPaper(world.db, row, byAdmin());
  const input = { firmId: paper.firmId, paperId: paper.id, round: paper.round };
  await startPaperWorkflow(world.client, world.taskQueue, input);
  await world.client.workflow.getHandle(paperWorkflowId(input)).result();
  const made = await findPaper(world.db, paper);
  const content = await findPaperContent(world.db, paper);
  if (made === null || content === null) throw new Error('The binder was not made');
  const pdf = await getDocumentProxy(new Uint8Array(content));
  const { text } = await extractText(pdf);
  return { made, content, pages: text.map((page) => page.replaceAll(/\s+/g, ' ')) };
}

describe('the printed binder of a month end', () => {
  it('is a draft with the numbers of page 1 until it is signed, and another one each time that it is asked for', async () => {
    const { made, pages } = await print();
    expect(made).toMatchObject({ isSigned: false, round: 1, failure: null });
    for (const said of ['$27,500.00', '$28,353.12', '$400.00', '$1,250.00', '$3.12', 'Nov 30, 2025']) {
      expect(pages[0]).toContain(said);
    }
    expect(pages.filter((page) => !page.includes('DRAFT'))).toEqual([]);
    await bookInTrust(world.db, november, 'B', 10_00, '2025-11-28');
    const again = await print();
    expect(again.made).toMatchObject({ id: made.id, round: 2 });
    expect(again.pages[0]).toContain('$27,510.00');
  });

  it('is asked for with the signature, has both names on it, and its hash is an event of the firm', async () => {
    const row = await monthEnd();
    const { reconciledHash = '' } = (await computeMonthEnd(world.db, row)) ?? {};
    const explanation = 'A deposit of $10.00 is on its way.';
    const by = { ...byAdmin(), separateDuties: false };
    const preparation = { reconciledHash, position: 'Bookkeeper', mayTransfer: false, explanation };
    expect(await prepareMonthEnd(world.db, november.account, row.id, preparation, by)).toMatchObject({
      kind: 'done',
    });
    const review = { reconciledHash, barNumber: 'NY-123456', barState: 'NY' };
    const asLawyer = { ...by, actor: november.firm.people.lawyer };
    expect(await signMonthEnd(world.db, november.account, row.id, review, asLawyer)).toMatchObject({
      kind: 'done',
    });
    expect(
      await findPaper(world.db, { ...november.account, monthEndId: row.id, isSigned: true }),
    ).not.toBeNull();
    const { made, pages } = await print();
    expect(made).toMatchObject({ isSigned: true, round: 1 });
    expect(pages.some((page) => page.includes('DRAFT'))).toBe(false);
    for (const said of ['Bookkeeper', 'bar number NY-123456 (NY)']) expect(pages[0]).toContain(said);
    const events = await world.db.execute(sql`
      SELECT data ->> 'sha256' AS sha256 FROM firm_events
      WHERE firm_id = ${november.firm.firmId} AND type = 'month_end.printed'`);
    expect([...events]).toEqual([{ sha256: made.sha256 }]);
  });

  it('once signed stays the same bytes, whatever is asked for or written', async () => {
    const one = await print();
    const other = await print();
    expect(other.made).toEqual(one.made);
    expect(other.content.equals(one.content)).toBe(true);
    await expect(
      world.db.execute(sql`UPDATE month_end_papers SET content = '\\x00' WHERE id = ${one.made.id}`),
    ).rejects.toThrow();
    await expect(world.db.execute(sql`DELETE FROM month_end_papers`)).rejects.toThrow();
  });
});
