// The forms in a case's sheet. Each answers on the page that it came from, which keeps the list and the sheet.
import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { readDecision } from '#lib/refunds/commands.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { formatBankDate } from '#lib/time/format.ts';
import type { SheetResult } from '#lib/work/sheet-result.ts';
import { apiFor, outcomeOf, type Outcome } from './api.ts';

type Answer = { sheet: SheetResult } | ActionFailure<{ sheet: SheetResult }>;

export const sheetActions = {
  decide: async (event: RequestEvent): Promise<Answer> => {
    const form = await event.request.formData();
    const reading = readDecision(form);
    if (!reading.ok) return refused({ fault: reading.fault });
    const body = { decision: reading.decision, obligationId: textOf(form, 'obligationId') };
    const params = { path: { id: textOf(form, 'refundId') } };
    const deciding = apiFor(event).POST('/v1/refunds/{id}/invoice-decision', { params, body });
    return answerOf(await outcomeOf(event, deciding), () => DECIDED[reading.decision]);
  },

  assign: async (event: RequestEvent): Promise<Answer> => {
    const form = await event.request.formData();
    const person = textOf(form, 'assigneeId');
    const body = { assigneeId: person === '' ? null : person };
    const params = { path: { id: textOf(form, 'obligationId') } };
    const outcome = await outcomeOf(
      event,
      apiFor(event).PUT('/v1/obligations/{id}/assignee', { params, body }),
    );
    return answerOf(outcome, ({ assignee }) =>
      assignee === null ? 'Nobody is assigned now.' : `Assigned to ${assignee.name}.`,
    );
  },

  snooze: async (event: RequestEvent): Promise<Answer> => {
    const form = await event.request.formData();
    const day = textOf(form, 'until');
    const body = { until: day === '' ? null : day };
    const params = { path: { id: textOf(form, 'obligationId') } };
    const outcome = await outcomeOf(
      event,
      apiFor(event).PUT('/v1/obligations/{id}/snooze', { params, body }),
    );
    return answerOf(outcome, ({ snoozedUntil }) =>
      snoozedUntil === null
        ? 'It’s back in your list.'
        : `Snoozed for you until ${formatBankDate(snoozedUntil)}. Reminders will still go out on time.`,
    );
  },

  comment: async (event: RequestEvent): Promise<Answer> => {
    const form = await event.request.formData();
    const typed = textOf(form, 'text');
    if (typed === '') return refused({ fault: 'Write a comment first.' });
    const mentions = form.getAll('mention').filter((id) => typeof id === 'string');
    const transactionId = event.url.searchParams.get('case') ?? '';
    const outcome = await outcomeOf(
      event,
      apiFor(event).POST('/v1/payments/{transactionId}/comments', {
        params: { path: { transactionId } },
        body: { text: typed, mentions },
      }),
    );
    return answerOf(outcome, () => 'Comment added.', { typed });
  },
};

const DECIDED = {
  still_due: 'Recorded: the invoice is still due.',
  write_off: 'Recorded: the invoice is written off.',
  credit_note: 'Recorded: a credit note is posted.',
  paid_otherwise: 'Recorded: another payment paid the invoice.',
} as const;

function answerOf<Data>(
  outcome: Outcome<Data>,
  say: (data: Data) => string,
  kept: Pick<SheetResult, 'typed'> = {},
): Answer {
  if (outcome.ok) return { sheet: { said: say(outcome.data) } };
  return refused({ ...kept, fault: outcome.problem.detail }, outcome.problem.status);
}

function refused(sheet: SheetResult, status = 400): Answer {
  return fail(status, { sheet });
}
