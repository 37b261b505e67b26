import { gatherPackFacts } from '@makewhole/db/disputes/gather-pack-facts';
import { countDisputes, listDisputes } from '@makewhole/db/disputes/list-disputes';
import { makePack } from '@makewhole/db/disputes/make-pack';
import { readDispute, readPack, type DisputeRead, type PackRead } from '@makewhole/db/disputes/read-dispute';
import { sectionsWithFacts, type PackFacts } from '@makewhole/domain/evidence-pack';
import { asId, type DisputeId, type EvidencePackId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import { recordDownload } from '../access-events/record-download.ts';
import { changedBy } from '../auth/audit-actor.ts';
import type { App, Caller, Services } from '../context.ts';
import { rangesOf } from '../http/fields.ts';
import { BAD_CURSOR, problem, type Refusal } from '../http/problems.ts';
import { paymentTaskBody } from '../obligations/obligation-body.ts';
import type { EvidencePackBody } from './pack-schemas.ts';
import { getDisputeRoute, getEvidencePackRoute, listDisputesRoute, makeEvidencePackRoute } from './routes.ts';
import type { DisputeDetailBody } from './schemas.ts';

const DISPUTE_NOT_FOUND: Refusal = {
  code: 'dispute_not_found',
  detail: 'Your firm has no dispute, or no evidence pack of this dispute, with this ID.',
};
const NO_SUCH_EVIDENCE: Refusal = {
  code: 'no_such_evidence',
  detail:
    'Your firm has no file with one of these IDs, or it was redacted. Upload it with POST /v1/evidence.',
};

export function addDisputeHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(listDisputesRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { state, q, sort, cursor, limit, ...ranges } = c.req.valid('query');
    const filter = { firmId, q, ...rangesOf(ranges) };
    const [page, counts] = await Promise.all([
      listDisputes(db, { ...filter, state, sort, cursor, limit }),
      countDisputes(db, filter),
    ]);
    if (page === null) return problem(c, BAD_CURSOR);
    return c.json({ data: [...page.data], nextCursor: page.nextCursor, counts }, 200);
  });

  app.openapi(getDisputeRoute, async (c) => {
    const caller = c.get('caller');
    const { firmId } = caller;
    const { id } = c.req.valid('param');
    if (!isStorableText(id)) return problem(c, DISPUTE_NOT_FOUND);
    const found = await readDispute(db, { firmId, disputeId: asId<DisputeId>(id) });
    if (found === null) return problem(c, DISPUTE_NOT_FOUND);
    const { transactionId } = found.dispute;
    const facts = await gatherPackFacts(db, { firmId, transactionId });
    return c.json(detailBody(found, facts, caller), 200);
  });

  addPackHandlers(app, services);
}

function addPackHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(makeEvidencePackRoute, async (c) => {
    const { id } = c.req.valid('param');
    if (!isStorableText(id)) return problem(c, DISPUTE_NOT_FOUND);
    const { statement = '', ...wanted } = c.req.valid('json');
    const dispute = { disputeId: asId<DisputeId>(id) };
    const made = await makePack(db, dispute, changedBy(c), { ...wanted, statement });
    if (made.kind !== 'made') {
      return problem(c, made.kind === 'not_found' ? DISPUTE_NOT_FOUND : NO_SUCH_EVIDENCE);
    }
    return c.json(packBody(made.pack), 201);
  });

  app.openapi(getEvidencePackRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { id, packId } = c.req.valid('param');
    if (!isStorableText(id) || !isStorableText(packId)) return problem(c, DISPUTE_NOT_FOUND);
    const pack = await readPack(db, {
      ...{ firmId, disputeId: asId<DisputeId>(id) },
      packId: asId<EvidencePackId>(packId),
    });
    if (pack === null) return problem(c, DISPUTE_NOT_FOUND);
    await recordDownload(services, c, 'exported', { what: 'evidence_pack', packId: pack.id });
    return c.json(packBody(pack), 200);
  });
}

function detailBody(
  { dispute, rounds, postings, tasks, packs }: DisputeRead,
  facts: PackFacts,
  caller: Caller,
): DisputeDetailBody {
  const task = tasks.findLast(({ status }) => status === 'open') ?? tasks.at(-1);
  return {
    ...dispute,
    rounds: rounds.map(({ amount, fee, withdrawn, knownAt, closedAt }) => ({
      ...{ amount, fee, withdrawn },
      knownAt: knownAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
    })),
    postings: postings.map(({ step, leg, entries }) => ({
      ...{ step, leg },
      entries: entries.map(({ account, amount }) => ({ account, amount })),
    })),
    task: task === undefined ? null : paymentTaskBody(task, caller),
    evidencePacks: packs.map((pack) => ({ ...pack, madeBy: { ...pack.madeBy } })),
    available: sectionsWithFacts(facts),
    refundId: facts.refund?.id ?? null,
  };
}

function packBody({ id, madeAt, madeBy, contentHash, content }: PackRead): EvidencePackBody {
  return { id, madeAt, madeBy: { ...madeBy }, contentHash, content };
}
