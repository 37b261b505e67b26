// A comment on a payment or on one of its refunds, for people of the firm alone: no client and no user on the matter ever
// gets it. The timeline has its hash; whom it mentions gets one email.
import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { FirmId, PrincipalId, RefundId, TransactionId } from '@makewhole/domain/ids';
import { roleMay } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { hashOfText, newSalt } from '../events/text-hash.ts';
import { lockPayment } from '../lock-payment.ts';
import { lockRefund } from '../lock-refund.ts';
import { newId } from '../new-id.ts';
import { recordEmails } from '../notifications/record-emails.ts';
import { principals } from '../schema/firms.ts';
import { comments } from '../schema/work.ts';
import { appendWorkEvent } from './append-work-event.ts';

/** How many comments a payment and its refunds may have. */
export const COMMENTS_MAX = 500;
export const MENTIONED_PREFIX = 'mentioned:';

export type NewComment = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  /** Null if it is about the payment itself. */
  readonly refundId: RefundId | null;
  readonly text: string;
  readonly mentions: readonly PrincipalId[];
};

export type CommentAdded =
  | { readonly kind: 'added'; readonly id: string }
  /** no_such_person: one of those mentioned is no user of the firm, or may not read comments. */
  | { readonly kind: 'too_many' | 'no_such_person' };

export function addComment(
  db: Db,
  { firmId, transactionId, refundId, text, mentions }: NewComment,
  { actor, at }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<CommentAdded> {
  return db.transaction(async (tx) => {
    if (refundId === null) await lockPayment(tx, { firmId, transactionId });
    else await lockRefund(tx, { firmId, refundId });
    if ((await countComments(tx, firmId, transactionId)) >= COMMENTS_MAX) return { kind: 'too_many' };
    const mentioned = [...new Set(mentions)];
    const people = await findMentioned(tx, firmId, mentioned);
    if (people.length < mentioned.length) return { kind: 'no_such_person' };
    const [id, salt] = [newId<string>('cm'), newSalt()];
    const row = { id, firmId, transactionId, refundId, authorId: actor, text, salt, writtenAt: at };
    await tx.insert(comments).values({ ...row, mentions: mentioned });
    const commentHash = hashOfText('comment', { salt, text });
    const data = { commentId: id, transactionId, commentHash, mentions: mentioned };
    await appendWorkEvent(tx, { firmId, refundId }, { type: 'comment.added', actor, at, data });
    const others = people.flatMap(({ id: who, name, email }) =>
      who === actor || email === null ? [] : [{ name, email }],
    );
    const event = `${MENTIONED_PREFIX}${id}`;
    await recordEmails(tx, others, { firmId, refundId: null, about: id, event, at, bySweep: true });
    return { kind: 'added', id };
  });
}

async function countComments(tx: Db, firmId: FirmId, transactionId: TransactionId): Promise<number> {
  const [row] = await tx
    .select({ count: sql`count(*)`.mapWith(Number) })
    .from(comments)
    .where(and(eq(comments.firmId, firmId), eq(comments.transactionId, transactionId)));
  return row?.count ?? 0;
}

async function findMentioned(tx: Db, firmId: FirmId, ids: readonly PrincipalId[]) {
  if (ids.length === 0) return [];
  const people = await tx
    .select({ id: principals.id, name: principals.name, email: principals.email, role: principals.role })
    .from(principals)
    .where(
      and(
        eq(principals.firmId, firmId),
        inArray(principals.id, [...ids]),
        eq(principals.kind, 'user'),
        isNotNull(principals.email),
        isNull(principals.disabledAt),
      ),
    );
  return people.filter(({ role }) => role !== null && roleMay(role, 'refund.read_internal_note'));
}
