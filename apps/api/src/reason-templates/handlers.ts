import { REASONS_MAX, addReasonTemplate } from '@makewhole/db/reason-templates/add-reason-template';
import { changeReasonTemplate } from '@makewhole/db/reason-templates/change-reason-template';
import { deleteReasonTemplate } from '@makewhole/db/reason-templates/delete-reason-template';
import {
  listReasonTemplates,
  type ReasonTemplateView,
} from '@makewhole/db/reason-templates/list-reason-templates';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import {
  addReasonTemplateRoute,
  changeReasonTemplateRoute,
  deleteReasonTemplateRoute,
  listReasonTemplatesRoute,
} from './routes.ts';
import type { ReasonTemplateBody } from './schemas.ts';

const NOT_FOUND: Refusal = {
  code: 'reason_template_not_found',
  detail: 'Your firm has no reason with this ID. Somebody may have deleted it; reload the list.',
};
const TOO_MANY: Refusal = {
  code: 'too_many_reason_templates',
  detail: `A firm can have at most ${REASONS_MAX} reasons, including archived ones. Delete one that you do not need.`,
};

export function addReasonTemplateHandlers(app: App, { db }: Services): void {
  app.openapi(listReasonTemplatesRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { archived = false } = c.req.valid('query');
    const templates = await listReasonTemplates(db, { firmId, archived });
    return c.json({ data: templates.map(templateBody) }, 200);
  });

  app.openapi(addReasonTemplateRoute, async (c) => {
    const { firmId } = c.get('caller');
    const added = await addReasonTemplate(db, firmId, c.req.valid('json'));
    return added === null ? problem(c, TOO_MANY) : c.json(templateBody(added), 201);
  });

  app.openapi(changeReasonTemplateRoute, async (c) => {
    const { firmId } = c.get('caller');
    const key = { firmId, id: c.req.valid('param').id, now: new Date() };
    const changed = await changeReasonTemplate(db, key, c.req.valid('json'));
    return changed === null ? problem(c, NOT_FOUND) : c.json(templateBody(changed), 200);
  });

  app.openapi(deleteReasonTemplateRoute, async (c) => {
    const { firmId } = c.get('caller');
    const deleted = await deleteReasonTemplate(db, { firmId, id: c.req.valid('param').id });
    return deleted ? c.body(null, 204) : problem(c, NOT_FOUND);
  });
}

function templateBody({ archivedAt, ...template }: ReasonTemplateView): ReasonTemplateBody {
  return { ...template, archivedAt: archivedAt?.toISOString() ?? null };
}
