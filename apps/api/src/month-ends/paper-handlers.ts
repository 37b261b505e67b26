// The printed binder of a month end: asked for, looked after and downloaded.
import { findMonthEnd, type MonthEndRow } from '@makewhole/db/month-ends/find-month-ends';
import {
  findPaper,
  findPaperContent,
  markPaperStarted,
  requestPaper,
  type PaperRow,
} from '@makewhole/db/month-ends/month-end-papers';
import { isStorableText } from '@makewhole/domain/storable-text';
import { recordDownload } from '../access-events/record-download.ts';
import type { App, Caller, Services } from '../context.ts';
import { nameDownload } from '../http/download.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { MONTH_END_NOT_FOUND, accountOf } from './account-of.ts';
import { downloadPaperRoute, readPaperRoute, requestPaperRoute } from './routes.ts';
import type { MonthEndPaperBody } from './schemas.ts';

export function addPaperHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(readPaperRoute, async (c) => {
    const { id, monthEndId } = c.req.valid('param');
    const monthEnd = await find(services, c.get('caller'), id, monthEndId);
    if (monthEnd === null) return problem(c, MONTH_END_NOT_FOUND);
    return c.json(paperBody(monthEnd, await paperOf(services, monthEnd)), 200);
  });

  app.openapi(requestPaperRoute, async (c) => {
    const caller = c.get('caller');
    const { id, monthEndId } = c.req.valid('param');
    const monthEnd = await find(services, caller, id, monthEndId);
    if (monthEnd === null) return problem(c, MONTH_END_NOT_FOUND);
    const by = { actor: caller.principalId, at: new Date() };
    const paper = await requestPaper(db, monthEnd, by);
    start(services, paper);
    return c.json(paperBody(monthEnd, paper), 200);
  });

  // Sends the raw file, which the route's types do not cover.
  app.get(downloadPaperRoute.getRoutingPath(), async (c) => {
    const { id, monthEndId } = c.req.param();
    const monthEnd = await find(services, c.get('caller'), id, monthEndId);
    if (monthEnd === null) return problem(c, MONTH_END_NOT_FOUND);
    const paper = await paperOf(services, monthEnd);
    const content = paper === null ? null : await findPaperContent(db, paper);
    if (content === null) return problem(c, NOT_READY);
    await recordDownload(services, c, 'exported', { what: 'month_end', monthEndId, section: 'binder' });
    c.header('Content-Type', 'application/pdf');
    nameDownload(c, ['month-end-binder', monthEnd.endingOn, ...draftOf(monthEnd)], 'pdf');
    return c.body(new Uint8Array(content), 200);
  });
}

/** The binder of a month end that was just signed was asked for with the signature: nobody waits for it. */
export async function printSigned(services: Services, monthEnd: MonthEndRow): Promise<void> {
  const paper = await paperOf(services, monthEnd);
  if (paper !== null) start(services, paper);
}

function start(
  { background, db, workflows }: Services,
  { id: paperId, firmId, round, ...paper }: PaperRow,
): void {
  if (paper.madeAt !== null || paper.failedAt !== null) return;
  const input = { firmId, paperId, round };
  background.run(`the workflow of ${paperId} was not started; the sweep will start it`, async () => {
    await markPaperStarted(db, input, await workflows.startPaper(input));
  });
}

async function find(
  { db }: Services,
  caller: Pick<Caller, 'firmId'>,
  id: string,
  monthEndId: string,
): Promise<MonthEndRow | null> {
  return isStorableText(id + monthEndId) ? findMonthEnd(db, accountOf(caller, id), monthEndId) : null;
}

function paperOf({ db }: Services, { firmId, id: monthEndId, status }: MonthEndRow) {
  return findPaper(db, { firmId, monthEndId, isSigned: status === 'signed' });
}

function paperBody({ status }: MonthEndRow, paper: PaperRow | null): MonthEndPaperBody {
  const {
    requestedAt = null,
    madeAt = null,
    failedAt = null,
    failure = null,
    size = null,
    sha256 = null,
  } = paper ?? {};
  return {
    state: paper === null ? 'none' : failedAt !== null ? 'failed' : madeAt === null ? 'making' : 'ready',
    isDraft: status !== 'signed',
    requestedAt: requestedAt?.toISOString() ?? null,
    madeAt: madeAt?.toISOString() ?? null,
    ...{ failure, size, sha256 },
  };
}

const draftOf = ({ status }: MonthEndRow): readonly string[] => (status === 'signed' ? [] : ['draft']);

const NOT_READY: Refusal = {
  code: 'month_end_paper_not_ready',
  detail: 'The binder has not been printed yet. POST to its paper asks for it; GET says when it is ready.',
};
