import { and, asc, eq } from 'drizzle-orm';
import type { FirmId, PrincipalId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { comments } from '../schema/work.ts';
import { COMMENTS_MAX } from './add-comment.ts';

export type CommentView = {
  readonly id: string;
  readonly transactionId: TransactionId;
  /** Null if it is about the payment itself. */
  readonly refundId: RefundId | null;
  readonly author: { readonly id: PrincipalId; readonly name: string };
  readonly text: string;
  readonly mentions: readonly PrincipalId[];
  readonly writtenAt: Date;
};

type Thread = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  /** Only those about this refund. */
  readonly refundId?: RefundId;
};

/** The comments on a payment and its refunds, or on one refund, oldest first: COMMENTS_MAX at most. */
export async function listComments(
  db: Db,
  { firmId, transactionId, refundId }: Thread,
): Promise<CommentView[]> {
  const rows = await db
    .select({ comment: comments, name: principals.name })
    .from(comments)
    .innerJoin(principals, eq(principals.id, comments.authorId))
    .where(
      and(
        eq(comments.firmId, firmId),
        eq(comments.transactionId, transactionId),
        refundId === undefined ? undefined : eq(comments.refundId, refundId),
      ),
    )
    .orderBy(asc(comments.writtenAt), asc(comments.id))
    .limit(COMMENTS_MAX);
  return rows.map(({ comment, name }) => {
    const { id, text, mentions, writtenAt, authorId } = comment;
    const about = { transactionId: comment.transactionId, refundId: comment.refundId };
    return { id, ...about, author: { id: authorId, name }, text, mentions, writtenAt };
  });
}
