import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { instantSchema } from '../http/fields.ts';

const tags = ['Audit'];

const auditVerdictSchema = z
  .object({
    ok: z.boolean(),
    refunds: z.int(),
    events: z.int(),
    checkpoints: z.int(),
    faults: z.array(z.string()).openapi({ description: 'What is wrong, in plain words; at most a hundred.' }),
    sealed: z.object({
      events: z.int().openapi({ description: 'How many events are sealed by a checkpoint.' }),
      upTo: z
        .object({ sequence: z.int(), day: z.iso.date(), sealedAt: instantSchema, hash: z.string() })
        .nullable()
        .openapi({
          description:
            'The newest checkpoint. Keep its hash: an offline verification compares the trail with it.',
        }),
      signedUpTo: z.int().nullable().openapi({
        description: 'The sequence of the newest checkpoint with a valid signature; null if none is signed.',
      }),
    }),
  })
  .openapi('AuditVerdict');

const auditKeysSchema = z
  .object({
    algorithm: z.literal('Ed25519'),
    publicKeys: z.array(z.string()).openapi({
      description:
        '32 bytes in base64url, newest first; empty if the checkpoints are not signed. Keep them in another place: an offline verification checks the signatures with them.',
    }),
  })
  .openapi('AuditKeys');

export const auditKeysRoute = defineRoute('/v1/audit/keys', 'audit.read', {
  method: 'get',
  operationId: 'getAuditKeys',
  tags,
  summary: 'Get the public keys of the checkpoint signatures',
  description: 'For an offline verification of an exported trail. Rotated keys stay in the list.',
  responses: { 200: { description: 'The keys', content: jsonOf(auditKeysSchema) } },
});

export const exportAuditRoute = defineRoute('/v1/audit/export', 'audit.read', {
  method: 'get',
  operationId: 'exportAuditTrail',
  tags,
  summary: 'Export the whole audit trail',
  description:
    'One JSON object per line: header, checkpoints, timelines, end. The verifier in the Makewhole repository (packages/verify) checks it offline; docs/audit.md says how to run it, and how to write your own.',
  responses: {
    200: { description: 'The trail', content: { 'application/x-ndjson': { schema: z.string() } } },
  },
});

export const verifyAuditRoute = defineRoute('/v1/audit/verify', 'audit.read', {
  method: 'get',
  operationId: 'verifyAuditTrail',
  tags,
  summary: 'Verify the audit trail on the server',
  description:
    'Recomputes the hash chain of each refund and compares it with the checkpoints. It reads the whole trail: ask rarely.',
  responses: { 200: { description: 'The verdict', content: jsonOf(auditVerdictSchema) } },
});

const refundVerdictSchema = z
  .object({
    holds: z.boolean().openapi({ description: 'true: nothing was edited, removed, inserted or reordered.' }),
    events: z.int(),
    headHash: z.string().openapi({ description: 'The hash of the newest event.' }),
    sealedBy: z
      .object({
        sequence: z.int(),
        day: z.iso.date(),
        version: z.int().openapi({ description: 'The number of the newest event that it sealed.' }),
        hash: z.string(),
      })
      .nullable()
      .openapi({
        description: 'The newest checkpoint that sealed it; null before the first nightly checkpoint.',
      }),
    faults: z.array(z.string()),
  })
  .openapi('RefundAuditVerdict');

export const verifyRefundRoute = defineRoute('/v1/refunds/{id}/audit', 'refund.read', {
  method: 'get',
  operationId: 'verifyRefundTimeline',
  tags,
  summary: "Verify one refund's timeline",
  description:
    'To verify the whole trail, including checkpoints, use /v1/audit/export and the offline verifier.',
  problems: ['refund_not_found'],
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: 'The verdict', content: jsonOf(refundVerdictSchema) } },
});

export const AUDIT_ROUTES = [auditKeysRoute, exportAuditRoute, verifyAuditRoute, verifyRefundRoute];
