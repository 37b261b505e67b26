import { apiFor, dataOf } from '#lib/server/api.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => ({
  me: await dataOf(event, apiFor(event).GET('/v1/me')),
  theme: event.locals.theme,
});
