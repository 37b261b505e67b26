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
  detail: 'Your firm has no reason with this ID. It may have been deleted; reload the list.',
};
const TOO_MANY: Refusal = {
  code: 'too_many_reason_templates',
  detail: `A firm can have at most ${REASONS_MAX} reasons, including archived ones. Delete one you don't need.`,
};

const LABEL_TAKEN: Refusal = {
  code: 'reason_label_taken',
  detail: 'Another reason has this name. Choose a different name, or archive the other one first.',
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
    return added.kind === 'added'
      ? c.json(templateBody(added.template), 201)
      : problem(c, added.kind === 'too_many' ? TOO_MANY : LABEL_TAKEN);
  });

  app.openapi(changeReasonTemplateRoute, async (c) => {
    const { firmId } = c.get('caller');
    const key = { firmId, id: c.req.valid('param').id, now: new Date() };
    const changed = await changeReasonTemplate(db, key, c.req.valid('json'));
    return changed.kind === 'changed'
      ? c.json(templateBody(changed.template), 200)
      : problem(c, changed.kind === 'not_found' ? NOT_FOUND : LABEL_TAKEN);
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
