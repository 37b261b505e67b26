import { fail, redirect } from '@sveltejs/kit';
import { keepEvidence } from '#lib/server/keep-evidence.ts';
import { loadTrustSheet } from '#lib/server/load-trust-sheet.ts';
import { recordSheet } from '#lib/server/record-sheet.ts';
import { fileOf } from '#lib/server/send-file.ts';
import { readSheet, type SheetErrors, type SheetValues } from '#lib/trust-sheet/read-sheet.ts';
import type { TrustStep } from '@makewhole/domain/obligations';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => loadTrustSheet(event);

type Refusal = {
  readonly values: SheetValues;
  readonly errors: SheetErrors;
  readonly fault: string | null;
  readonly stopped: TrustStep | null;
  readonly recorded: readonly TrustStep[];
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const { sheet } = await loadTrustSheet(event);
    const { values, errors } = readSheet(form, sheet.bounds);
    const nothing = { fault: null, stopped: null, recorded: [] };
    if (Object.keys(errors).length > 0) return refused(400, { values, errors, ...nothing });
    const file = fileOf(form, 'evidence');
    const kept = file === null ? null : await keepEvidence(event, file);
    if (kept?.ok === false) {
      return refused(400, { values, errors: { evidence: kept.fault }, ...nothing });
    }
    const stopped = await recordSheet(event, sheet, values, kept?.evidenceId ?? null);
    if (stopped === null) redirect(303, event.url.pathname);
    const { step, recorded, errors: at, fault, status } = stopped;
    return refused(status, { values, errors: at, fault, stopped: step, recorded });
  },
};

function refused(status: number, refusal: Refusal) {
  return fail(status, { refusal });
}
