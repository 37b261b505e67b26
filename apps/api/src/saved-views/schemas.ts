import { z } from '@hono/zod-openapi';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { freeLine } from '../http/free-text.ts';

const QUERY_LENGTH_MAX = 1_000;

export const newSavedViewSchema = z
  .strictObject({
    name: freeLine(TEXT_LENGTH_MAX.viewName, 'What the person calls it.'),
    query: freeLine(
      QUERY_LENGTH_MAX,
      "The list's filters, as the query string of Payment History in the portal.",
    ).openapi({ example: 'type=sale&status=settled' }),
  })
  .openapi('NewSavedView');

export const savedViewSchema = z
  .object({ id: z.string(), name: z.string(), query: z.string() })
  .openapi('SavedView');

export const savedViewListSchema = z.object({ data: z.array(savedViewSchema) }).openapi('SavedViewList');
