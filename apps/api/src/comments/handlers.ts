import { findPayment } from '@makewhole/db/payments/payment-view';
import { COMMENTS_MAX, addComment, type NewComment } from '@makewhole/db/work/add-comment';
import { listComments, type CommentView } from '@makewhole/db/work/list-comments';
import { asId, type PrincipalId, type TransactionId } from '@makewhole/domain/ids';
import type { App, Caller, Services } from '../context.ts';
import { REFUND_NOT_FOUND, problem, type Refusal } from '../http/problems.ts';
import { findOwnRefund } from '../refunds/find-changed.ts';
import {
  commentOnPaymentRoute,
  commentOnRefundRoute,
  listPaymentCommentsRoute,
  listRefundCommentsRoute,
  type CommentBody,
} from './routes.ts';

export function addCommentHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(listRefundCommentsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const refund = await findOwnRefund(services, firmId, c.req.valid('param').id);
    if (refund === null) return problem(c, REFUND_NOT_FOUND);
    const { transactionId, id: refundId } = refund;
    const found = await listComments(db, { firmId, transactionId, refundId });
    return c.json({ data: found.map(commentBody) }, 200);
  });

  app.openapi(commentOnRefundRoute, async (c) => {
    const caller = c.get('caller');
    const refund = await findOwnRefund(services, caller.firmId, c.req.valid('param').id);
    if (refund === null) return problem(c, REFUND_NOT_FOUND);
    const about = { transactionId: refund.transactionId, refundId: refund.id };
    const written = await write(services, caller, about, c.req.valid('json'));
    return 'code' in written ? problem(c, written) : c.json(written, 201);
  });

  app.openapi(listPaymentCommentsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const transactionId = asId<TransactionId>(c.req.valid('param').transactionId);
    if ((await findPayment(db, { firmId, transactionId })) === null) return problem(c, PAYMENT_NOT_FOUND);
    const found = await listComments(db, { firmId, transactionId });
    return c.json({ data: found.map(commentBody) }, 200);
  });

  app.openapi(commentOnPaymentRoute, async (c) => {
    const caller = c.get('caller');
    const transactionId = asId<TransactionId>(c.req.valid('param').transactionId);
    const payment = await findPayment(db, { firmId: caller.firmId, transactionId });
    if (payment === null) return problem(c, PAYMENT_NOT_FOUND);
    const written = await write(services, caller, { transactionId, refundId: null }, c.req.valid('json'));
    return 'code' in written ? problem(c, written) : c.json(written, 201);
  });
}

type Written = { readonly text: string; readonly mentions: readonly string[] };

async function write(
  { db }: Services,
  { firmId, principalId, name }: Caller,
  about: Pick<NewComment, 'transactionId' | 'refundId'>,
  { text, mentions: ids }: Written,
): Promise<CommentBody | Refusal> {
  const at = new Date();
  const mentions = [...new Set(ids)].map((id) => asId<PrincipalId>(id));
  const outcome = await addComment(db, { firmId, ...about, text, mentions }, { actor: principalId, at });
  if (outcome.kind !== 'added') return REFUSALS[outcome.kind];
  const author = { id: principalId, name };
  return commentBody({ id: outcome.id, ...about, author, text, mentions, writtenAt: at });
}

function commentBody({ writtenAt, mentions, ...comment }: CommentView): CommentBody {
  return { ...comment, mentions: [...mentions], writtenAt: writtenAt.toISOString() };
}

const PAYMENT_NOT_FOUND: Refusal = {
  code: 'transaction_not_found',
  detail: 'Your firm has no payment with exactly this transaction ID. Check that it is complete.',
};

const REFUSALS: Record<'too_many' | 'no_such_person', Refusal> = {
  too_many: {
    code: 'too_many_comments',
    detail: `A payment and its refunds have at most ${COMMENTS_MAX} comments.`,
  },
  no_such_person: {
    code: 'user_not_found',
    detail: 'A comment mentions only people who may read it. GET /v1/colleagues lists them.',
  },
};
