import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import {
  firmStateProfileSchema,
  matterRecordsChangesSchema,
  matterRecordsSchema,
  retentionChangesSchema,
  retentionSchema,
  stateConfirmationSchema,
  stateProfileSchema,
  stateSchema,
} from './schemas.ts';

const tags = ['Firm'];
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: jsonOf(schema) });
const RETENTION = { description: "The firm's retention", content: jsonOf(retentionSchema) };
const MATTER = { description: 'How long its records are kept', content: jsonOf(matterRecordsSchema) };
const OWN_PROFILE = { description: 'The confirmed profile', content: jsonOf(firmStateProfileSchema) };
const matterParam = z.object({ matterId: z.string().regex(/^\w{1,100}$/, 'is not a valid ID') });

export const getRetentionRoute = defineRoute('/v1/firm/retention', 'refund.read', {
  method: 'get',
  tags,
  summary: 'Get how long records are kept',
  responses: { 200: RETENTION },
});

export const changeRetentionRoute = defineRoute('/v1/firm/retention', 'records.manage', {
  method: 'patch',
  tags,
  summary: 'Change how long records are kept, or the legal hold on the firm',
  description:
    'Requires step-up to keep less: fewer years, or the end of a hold. The years may not go below what the confirmed state asks for.',
  request: { body: bodyOf(retentionChangesSchema) },
  responses: { 200: RETENTION },
});

export const getMatterRecordsRoute = defineRoute('/v1/matters/{matterId}/records', 'refund.read', {
  method: 'get',
  tags,
  summary: "Get how long a matter's records are kept",
  request: { params: matterParam },
  responses: { 200: MATTER },
});

export const changeMatterRecordsRoute = defineRoute('/v1/matters/{matterId}/records', 'records.manage', {
  method: 'patch',
  tags,
  summary: 'Say when a matter was closed, or hold its records',
  description: 'Requires step-up to end a hold.',
  request: { params: matterParam, body: bodyOf(matterRecordsChangesSchema) },
  responses: { 200: MATTER },
});

export const getStateProfileRoute = defineRoute('/v1/state-profiles/{state}', 'refund.read', {
  method: 'get',
  tags,
  summary: "Get what we have read of a state's trust-accounting rules",
  description: 'Prompts for a lawyer, not law: every value has its source and the day it was read.',
  request: { params: z.object({ state: stateSchema }) },
  responses: { 200: { description: 'The profile', content: jsonOf(stateProfileSchema) } },
});

export const getFirmStateProfileRoute = defineRoute('/v1/firm/state-profile', 'refund.read', {
  method: 'get',
  tags,
  summary: "Get the state whose rules the firm's lawyer confirmed, and what differs from them",
  responses: { 200: OWN_PROFILE },
});

export const confirmStateProfileRoute = defineRoute('/v1/firm/state-profile', 'records.manage', {
  method: 'put',
  tags,
  summary: "Confirm a state's profile, as a lawyer",
  description:
    "Records who confirmed which version, with their bar number, in the firm's timeline. Changes no setting.",
  request: { body: bodyOf(stateConfirmationSchema) },
  responses: { 200: OWN_PROFILE },
});

export const RECORD_ROUTES = [
  getRetentionRoute,
  changeRetentionRoute,
  getMatterRecordsRoute,
  changeMatterRecordsRoute,
  getStateProfileRoute,
  getFirmStateProfileRoute,
  confirmStateProfileRoute,
];
