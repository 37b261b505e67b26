// Who looks after a task. It changes nothing of who may complete it, and none of its reminders (B14).
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { FirmId, ObligationId, PrincipalId } from '@makewhole/domain/ids';
import { roleMay } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { appendWorkEvent } from './append-work-event.ts';
import { lockOpenTask } from './lock-open-task.ts';
import { recordEmails } from '../notifications/record-emails.ts';
import { principals } from '../schema/firms.ts';
import { taskAssignments } from '../schema/work.ts';
import type { Assignee } from '../obligations/list-obligations.ts';

export type Assigned =
  | { readonly kind: 'assigned'; readonly assignee: Assignee | null }
  /** no_such_person: the firm has no such user, or one who does no work in it. */
  | { readonly kind: 'not_found' | 'not_open' | 'no_such_person' };

type Assignment = {
  readonly firmId: FirmId;
  readonly obligationId: ObligationId;
  readonly assigneeId: PrincipalId | null;
};

/** The names of the emails that tell people of a task. */
export const ASSIGNED_PREFIX = 'assigned:';

/** Assigns an open task, and records an email to whom it is assigned; the same again changes nothing. */
export function assignObligation(
  db: Db,
  { firmId, obligationId, assigneeId }: Assignment,
  by: { readonly actor: PrincipalId; readonly at: Date },
): Promise<Assigned> {
  return db.transaction(async (tx) => {
    const task = await lockOpenTask(tx, { firmId, obligationId });
    if (task === 'not_found' || task === 'not_open') return { kind: task };
    const person = assigneeId === null ? null : await findPerson(tx, firmId, assigneeId);
    if (person === undefined) return { kind: 'no_such_person' };
    const last = await findLast(tx, obligationId);
    const assignee = person === null ? null : { id: person.id, name: person.name };
    if ((last?.assigneeId ?? null) === assigneeId) return { kind: 'assigned', assignee };
    const nth = (last?.nth ?? 0) + 1;
    const [assignedBy, assignedAt] = [by.actor, by.at];
    await tx
      .insert(taskAssignments)
      .values({ firmId, obligationId, nth, assigneeId, assignedBy, assignedAt });
    const data = { obligationId, kind: task.kind, assigneeId };
    await appendWorkEvent(tx, task, { type: 'obligation.assigned', ...by, data });
    if (person !== null && person.email !== null && person.id !== by.actor) {
      const event = `${ASSIGNED_PREFIX}${obligationId}:${nth}`;
      const to = [{ name: person.name, email: person.email }];
      const about = { firmId, refundId: null, about: obligationId, event, at: by.at, bySweep: true };
      await recordEmails(tx, to, about);
    }
    return { kind: 'assigned', assignee };
  });
}

async function findPerson(tx: Db, firmId: FirmId, id: PrincipalId) {
  const [person] = await tx
    .select({ id: principals.id, name: principals.name, email: principals.email, role: principals.role })
    .from(principals)
    .where(
      and(
        eq(principals.firmId, firmId),
        eq(principals.id, id),
        eq(principals.kind, 'user'),
        isNull(principals.disabledAt),
      ),
    );
  return person?.role != null && roleMay(person.role, 'task.assign') ? person : undefined;
}

async function findLast(tx: Db, obligationId: ObligationId) {
  const [last] = await tx
    .select()
    .from(taskAssignments)
    .where(eq(taskAssignments.obligationId, obligationId))
    .orderBy(desc(taskAssignments.nth))
    .limit(1);
  return last;
}
