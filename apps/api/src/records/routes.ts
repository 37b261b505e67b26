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
  operationId: 'getRetention',
  tags,
  summary: 'Get how long records are kept',
  description: "What the firm set, and the floor of the confirmed state's rules, under which it cannot go.",
  responses: { 200: RETENTION },
});

export const changeRetentionRoute = defineRoute('/v1/firm/retention', 'records.manage', {
  method: 'patch',
  operationId: 'changeRetention',
  tags,
  summary: 'Change how long records are kept, or the legal hold on the firm',
  description:
    'Requires step-up to keep less: fewer years, or the end of a hold. The years may not go below what the confirmed state asks for.',
  problems: ['step_up_required', 'retention_below_floor'],
  request: { body: bodyOf(retentionChangesSchema) },
  responses: { 200: RETENTION },
});

export const getMatterRecordsRoute = defineRoute('/v1/matters/{matterId}/records', 'refund.read', {
  method: 'get',
  operationId: 'getMatterRecords',
  tags,
  summary: "Get how long a matter's records are kept",
  description:
    'When it was closed, whether a legal hold is on it, and from when on its records may be purged.',
  problems: ['matter_not_found'],
  request: { params: matterParam },
  responses: { 200: MATTER },
});

export const changeMatterRecordsRoute = defineRoute('/v1/matters/{matterId}/records', 'records.manage', {
  method: 'patch',
  operationId: 'changeMatterRecords',
  tags,
  summary: 'Say when a matter was closed, or hold its records',
  description: 'Requires step-up to end a hold.',
  problems: ['step_up_required', 'matter_not_found'],
  request: { params: matterParam, body: bodyOf(matterRecordsChangesSchema) },
  responses: { 200: MATTER },
});

export const getStateProfileRoute = defineRoute('/v1/state-profiles/{state}', 'refund.read', {
  method: 'get',
  operationId: 'getStateProfile',
  tags,
  summary: "Get what we have read of a state's trust-accounting rules",
  description: 'Prompts for a lawyer, not law: every value has its source and the day it was read.',
  request: { params: z.object({ state: stateSchema }) },
  responses: { 200: { description: 'The profile', content: jsonOf(stateProfileSchema) } },
});

export const getFirmStateProfileRoute = defineRoute('/v1/firm/state-profile', 'refund.read', {
  method: 'get',
  operationId: 'getFirmStateProfile',
  tags,
  summary: "Get the state whose rules the firm's lawyer confirmed, and what differs from them",
  description:
    'Null before anybody confirmed one. A difference is a setting of the firm that the profile would have otherwise.',
  responses: { 200: OWN_PROFILE },
});

export const confirmStateProfileRoute = defineRoute('/v1/firm/state-profile', 'records.manage', {
  method: 'put',
  operationId: 'confirmStateProfile',
  tags,
  summary: "Confirm a state's profile, as a lawyer",
  description:
    "Records who confirmed which version, with their bar number, in the firm's timeline. Changes no setting.",
  problems: ['state_profile_outdated'],
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
