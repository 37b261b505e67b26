import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../openapi/define-route.ts';

const tags = ['Audit'];

const auditVerdictSchema = z
  .object({
    ok: z.boolean(),
    refunds: z.int(),
    events: z.int(),
    checkpoints: z.int(),
    faults: z.array(z.string()).openapi({ description: 'What is wrong, in plain words; a hundred at most.' }),
  })
  .openapi('AuditVerdict');

export const exportAuditRoute = defineRoute('/v1/audit/export', 'audit.read', {
  method: 'get',
  tags,
  summary: 'The whole audit trail, for whoever wants to prove it',
  description:
    'One JSON object a line: header, daily checkpoints, events, end. `makewhole-verify` checks it offline; docs/audit.md says how to write a verifier of your own.',
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

export const AUDIT_ROUTES = [exportAuditRoute, verifyAuditRoute];
