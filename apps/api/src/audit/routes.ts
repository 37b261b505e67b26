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
    faults: z.array(z.string()).openapi({ description: 'What is wrong, in plain words; a hundred at most.' }),
    sealed: z.object({
      events: z.int().openapi({ description: 'How many events a checkpoint has sealed.' }),
      upTo: z
        .object({ sequence: z.int(), day: z.iso.date(), sealedAt: instantSchema, hash: z.string() })
        .nullable()
        .openapi({ description: 'The newest checkpoint. Keep its hash, and give it to makewhole-verify.' }),
      signedUpTo: z.int().nullable().openapi({
        description:
          'The newest checkpoint whose signature holds, by its sequence; null where none is signed.',
      }),
    }),
  })
  .openapi('AuditVerdict');

const auditKeysSchema = z
  .object({
    algorithm: z.literal('Ed25519'),
    publicKeys: z.array(z.string()).openapi({
      description:
        '32 bytes in base64url, the newest first; none where the checkpoints are not signed. Keep them elsewhere, and give them to makewhole-verify as --public-key.',
    }),
  })
  .openapi('AuditKeys');

export const auditKeysRoute = defineRoute('/v1/audit/keys', 'audit.read', {
  method: 'get',
  tags,
  summary: 'The public keys that the checkpoints are signed with',
  responses: { 200: { description: 'The keys', content: jsonOf(auditKeysSchema) } },
});

export const exportAuditRoute = defineRoute('/v1/audit/export', 'audit.read', {
  method: 'get',
  tags,
  summary: 'The whole audit trail, for whoever wants to prove it',
  description:
    'One JSON object a line: header, checkpoints, timelines, end. `makewhole-verify` checks it offline; docs/audit.md says how to write a verifier of your own.',
  responses: {
    200: { description: 'The trail', content: { 'application/x-ndjson': { schema: z.string() } } },
  },
});

export const verifyAuditRoute = defineRoute('/v1/audit/verify', 'audit.read', {
  method: 'get',
  tags,
  summary: 'Verify the audit trail here, as makewhole-verify does',
  responses: { 200: { description: 'The verdict', content: jsonOf(auditVerdictSchema) } },
});

const refundVerdictSchema = z
  .object({
    holds: z.boolean().openapi({ description: 'Nothing was edited, dropped, put in or reordered.' }),
    events: z.int(),
    headHash: z.string().openapi({ description: 'Of the newest event.' }),
    sealedBy: z
      .object({
        sequence: z.int(),
        day: z.iso.date(),
        version: z.int().openapi({ description: 'The number of the newest event that it sealed.' }),
        hash: z.string(),
      })
      .nullable()
      .openapi({ description: 'The newest checkpoint that sealed it; null before the first night.' }),
    faults: z.array(z.string()),
  })
  .openapi('RefundAuditVerdict');

export const verifyRefundRoute = defineRoute('/v1/refunds/{id}/audit', 'refund.read', {
  method: 'get',
  tags,
  summary: "Verify one refund's timeline",
  description:
    'The whole trail, its checkpoints included, is proved by /v1/audit/export and makewhole-verify.',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: 'The verdict', content: jsonOf(refundVerdictSchema) } },
});

export const AUDIT_ROUTES = [auditKeysRoute, exportAuditRoute, verifyAuditRoute, verifyRefundRoute];
