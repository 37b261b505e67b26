// The firm's people as its own system has them: those who may only read are invited, the others are reported.
import type { Db } from '@makewhole/db/connect';
import { rolledBack } from '@makewhole/db/rolled-back';
import { takeAttempt } from '@makewhole/db/users/attempt-limits';
import { importPerson, type PersonImported } from '@makewhole/db/users/import-person';
import type { ChangedBy } from '@makewhole/db/events/append-firm-event';
import type { z } from 'zod';
import { sendAccountEmail } from '../auth/account-emails.ts';
import { tooMany } from '../auth/attempt-limits.ts';
import { changedBy } from '../auth/audit-actor.ts';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { NOT_INVITED, TAKEN_BY_FIRM } from './not-invited.ts';
import { importPeopleRoute } from './routes.ts';
import type { peopleBatchAnswerSchema, peopleBatchSchema } from './schemas.ts';

type Row = z.infer<typeof peopleBatchSchema>['rows'][number];
type RowAnswer = z.infer<typeof peopleBatchAnswerSchema>['rows'][number];

export function addPeopleHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(importPeopleRoute, async (c) => {
    const { rows, dryRun } = c.req.valid('json');
    if (!dryRun && lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const by = changedBy(c);
    if (dryRun) {
      const tried = await rolledBack(db, (tx) => importAll(tx, by, rows));
      return c.json({ rows: await answersOf(db, by, rows, tried) }, 200);
    }
    const outcomes = await importAll(db, by, rows);
    for (const outcome of outcomes) {
      if (outcome.kind === 'invited') sendAccountEmail(services, outcome.email);
    }
    return c.json({ rows: await answersOf(db, by, rows, outcomes) }, 200);
  });
}

async function importAll(db: Db, by: ChangedBy, rows: readonly Row[]): Promise<PersonImported[]> {
  const outcomes: PersonImported[] = [];
  for (const row of rows) outcomes.push(await importPerson(db, by, row));
  return outcomes;
}

async function answersOf(
  db: Db,
  by: ChangedBy,
  rows: readonly Row[],
  outcomes: readonly PersonImported[],
): Promise<RowAnswer[]> {
  const answers: RowAnswer[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const email = rows[at]?.email ?? '';
    if (outcome.kind === 'invited' || outcome.kind === 'unchanged') {
      const status = outcome.kind === 'invited' ? 'created' : 'unchanged';
      answers.push({ email, status, code: null, detail: null });
      continue;
    }
    const { code, detail } = await refusalOf(db, by, outcome);
    answers.push({ email, status: 'refused', code, detail });
  }
  return answers;
}

type Refused = Exclude<PersonImported, { readonly kind: 'invited' | 'unchanged' }>;

async function refusalOf(db: Db, { firmId, at }: ChangedBy, outcome: Refused): Promise<Refusal> {
  switch (outcome.kind) {
    case 'invite_in_portal':
      return {
        code: 'invite_in_portal',
        detail:
          'An import invites viewers only. An owner invites this person in the portal, Settings, Users.',
      };
    case 'role_differs':
      return {
        code: 'invite_in_portal',
        detail: `Your firm has this person as ${outcome.role}, and an import changes no role. An owner changes it in the portal, Settings, Users.`,
      };
    case 'person_removed':
      return {
        code: 'person_removed',
        detail:
          'This person was disabled and stays so. An owner can enable them again in the portal, Settings, Users.',
      };
    case 'email_taken': {
      const asked = await takeAttempt(db, `taken-emails-of:${firmId}`, TAKEN_BY_FIRM, at);
      return asked.kind === 'too_many' ? tooMany(asked.until, at) : NOT_INVITED.email_taken;
    }
    case 'too_many_users':
      return NOT_INVITED.too_many_users;
  }
}
