import { z } from '@hono/zod-openapi';
import { SAVED_VIEWS_MAX } from '@makewhole/db/saved-views/saved-views';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { newSavedViewSchema, savedViewListSchema, savedViewSchema } from './schemas.ts';

const tags = ['Saved views'];

export const listSavedViewsRoute = defineRoute('/v1/saved-views', 'payment.read', {
  method: 'get',
  operationId: 'listSavedViews',
  tags,
  summary: 'List your saved views',
  description: `In the order in which they were saved. Each person, and each program, has their own: at most ${SAVED_VIEWS_MAX}.`,
  responses: { 200: { description: 'All of them', content: jsonOf(savedViewListSchema) } },
});

export const saveViewRoute = defineRoute('/v1/saved-views', 'payment.read', {
  method: 'post',
  operationId: 'saveView',
  tags,
  summary: 'Save a view',
  description: 'Saving the same name with the same query again changes nothing. Names ignore case.',
  problems: ['too_many_saved_views', 'saved_view_name_taken'],
  request: { body: { required: true, content: jsonOf(newSavedViewSchema) } },
  responses: { 201: { description: 'The saved view', content: jsonOf(savedViewSchema) } },
});

export const deleteSavedViewRoute = defineRoute('/v1/saved-views/{id}', 'payment.read', {
  method: 'delete',
  operationId: 'deleteSavedView',
  tags,
  summary: 'Delete a saved view',
  description: 'Only one of your own.',
  problems: ['saved_view_not_found'],
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: 'Deleted' } },
});

export const SAVED_VIEW_ROUTES = [listSavedViewsRoute, saveViewRoute, deleteSavedViewRoute];
