// A case beside the list of work: what is open about a payment, or one task that is about none.
import type { RequestEvent } from '@sveltejs/kit';
import { snoozeChoices } from '@makewhole/domain/snooze';
import type { Action } from '@makewhole/domain/roles';
import type { Me } from '#lib/api-types.ts';
import { inOrder } from '#lib/work/cases.ts';
import type { OpenCase } from '#lib/work/open-case.ts';
import { apiFor, dataOf, outcomeOf } from './api.ts';

/** A payment with every kind of task and several allocations has fewer. */
const TASKS_MAX = 100;

/** @param key the payment's transaction ID, or the task's own ID @param me the reader */
export async function loadOpenCase(
  event: RequestEvent,
  key: string,
  me: Pick<Me, 'actions'>,
): Promise<OpenCase> {
  const api = apiFor(event);
  const may = (action: Action) => me.actions.includes(action);
  const path = { transactionId: key };
  const isPayment = !/^obl_\w+$/.test(key);
  const [tasks, payment, comments, colleagues] = await Promise.all([
    dataOf(event, api.GET('/v1/obligations', { params: { query: { about: key, limit: TASKS_MAX } } })),
    isPayment ? outcomeOf(event, api.GET('/v1/payments/{transactionId}', { params: { path } })) : null,
    isPayment && may('refund.read_internal_note')
      ? outcomeOf(event, api.GET('/v1/payments/{transactionId}/comments', { params: { path } }))
      : null,
    may('task.assign') ? dataOf(event, api.GET('/v1/colleagues')) : null,
  ]);
  const now = new Date().toISOString();
  return {
    key,
    payment: payment?.ok === true ? payment.data : null,
    tasks: inOrder(tasks.data),
    snoozeDays: Object.fromEntries(tasks.data.map((task) => [task.id, snoozeChoices(task, now)])),
    comments: comments?.ok === true ? comments.data.data : [],
    colleagues: colleagues?.data ?? [],
  };
}
