import {
  SAVED_VIEWS_MAX,
  deleteSavedView,
  listSavedViews,
  saveView,
} from '@makewhole/db/saved-views/saved-views';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { deleteSavedViewRoute, listSavedViewsRoute, saveViewRoute } from './routes.ts';

const NOT_FOUND: Refusal = {
  code: 'saved_view_not_found',
  detail: 'You have no saved view with this ID. You may have deleted it; reload the list.',
};
const TOO_MANY: Refusal = {
  code: 'too_many_saved_views',
  detail: `You can have at most ${SAVED_VIEWS_MAX} saved views. Delete one that you do not need.`,
};
const NAME_TAKEN: Refusal = {
  code: 'saved_view_name_taken',
  detail: 'You have a saved view with this name. Choose another name, or delete that view first.',
};

export function addSavedViewHandlers(app: App, { db }: Services): void {
  app.openapi(listSavedViewsRoute, async (c) => {
    return c.json({ data: await listSavedViews(db, c.get('caller')) }, 200);
  });

  app.openapi(saveViewRoute, async (c) => {
    const { firmId, principalId } = c.get('caller');
    const outcome = await saveView(db, { firmId, principalId, now: new Date() }, c.req.valid('json'));
    if (outcome.kind === 'saved') return c.json(outcome.view, 201);
    return problem(c, outcome.kind === 'too_many' ? TOO_MANY : NAME_TAKEN);
  });

  app.openapi(deleteSavedViewRoute, async (c) => {
    const { firmId, principalId } = c.get('caller');
    const { id } = c.req.valid('param');
    const deleted = isStorableText(id) && (await deleteSavedView(db, { firmId, principalId, id }));
    return deleted ? c.body(null, 204) : problem(c, NOT_FOUND);
  });
}
