// What people of a firm write to each other about a payment or a refund.
import { z } from '@hono/zod-openapi';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { instantSchema, transactionIdSchema } from '../http/fields.ts';
import { freeText } from '../http/free-text.ts';
import { refundIdParam } from '../refunds/request-schemas.ts';

const tags = ['Comments'];
const MENTIONS_MAX = 10;

const commentSchema = z
  .object({
    id: z.string(),
    transactionId: z.string(),
    refundId: z.string().nullable().openapi({ description: 'Null if it is about the payment itself.' }),
    author: z.object({ id: z.string(), name: z.string() }),
    text: z.string(),
    mentions: z.array(z.string()).openapi({ description: 'The IDs of whom it mentions.' }),
    writtenAt: instantSchema,
  })
  .openapi('Comment');

export type CommentBody = z.infer<typeof commentSchema>;

const commentsSchema = z.object({ data: z.array(commentSchema) }).openapi('Comments');

const newCommentSchema = z
  .strictObject({
    text: freeText(TEXT_LENGTH_MAX.comment, 'For people of the firm alone.'),
    mentions: z
      .array(z.string().regex(/^\w{1,100}$/, 'is not a valid ID'))
      .max(MENTIONS_MAX)
      .default([])
      .openapi({ description: 'Who gets one email of it: IDs of GET /v1/colleagues.' }),
  })
  .openapi('NewComment');

const body = { required: true, content: jsonOf(newCommentSchema) } as const;
const payment = z.object({ transactionId: transactionIdSchema });
const INTERNAL =
  'Comments are for people of the firm alone: they are in no email to a client or to the users on a matter, on no receipt and in no webhook.';
const LISTED = { 200: { description: 'Oldest first', content: jsonOf(commentsSchema) } };
const WRITTEN = { 201: { description: 'The comment', content: jsonOf(commentSchema) } };

export const listRefundCommentsRoute = defineRoute('/v1/refunds/{id}/comments', 'refund.read_internal_note', {
  method: 'get',
  operationId: 'listRefundComments',
  tags,
  summary: 'List the comments on a refund',
  description: INTERNAL,
  problems: ['refund_not_found'],
  request: { params: refundIdParam },
  responses: LISTED,
});

export const commentOnRefundRoute = defineRoute('/v1/refunds/{id}/comments', 'comment.write', {
  method: 'post',
  operationId: 'commentOnRefund',
  tags,
  summary: 'Comment on a refund',
  description: `Only by a person. ${INTERNAL} It cannot be edited or deleted.`,
  problems: ['refund_not_found', 'user_not_found', 'too_many_comments'],
  request: { params: refundIdParam, body },
  responses: WRITTEN,
});

const PAYMENT_PATH = '/v1/payments/{transactionId}/comments';

export const listPaymentCommentsRoute = defineRoute(PAYMENT_PATH, 'refund.read_internal_note', {
  method: 'get',
  operationId: 'listPaymentComments',
  tags,
  summary: 'List the comments on a payment and its refunds',
  description: INTERNAL,
  problems: ['transaction_not_found'],
  request: { params: payment },
  responses: LISTED,
});

export const commentOnPaymentRoute = defineRoute(PAYMENT_PATH, 'comment.write', {
  method: 'post',
  operationId: 'commentOnPayment',
  tags,
  summary: 'Comment on a payment',
  description: `Only by a person. ${INTERNAL} It cannot be edited or deleted.`,
  problems: ['transaction_not_found', 'user_not_found', 'too_many_comments'],
  request: { params: payment, body },
  responses: WRITTEN,
});

export const COMMENT_ROUTES = [
  listRefundCommentsRoute,
  commentOnRefundRoute,
  listPaymentCommentsRoute,
  commentOnPaymentRoute,
];
