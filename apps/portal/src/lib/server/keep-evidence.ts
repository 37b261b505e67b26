// A file that proves what a form says. It is stored only with a form that is complete, because what is stored as evidence
// stays, cited or not.
import type { RequestEvent } from '@sveltejs/kit';
import { EVIDENCE_BYTES_MAX } from '@makewhole/domain/evidence';
import type { KeptFile } from '#lib/forms/read-with-file.ts';
import { apiFor, outcomeOf } from './api.ts';
import { sendFile } from './send-file.ts';

/** Stores a file; the same file again is the same evidence. */
export async function keepEvidence(event: RequestEvent, file: File): Promise<KeptFile> {
  if (file.size > EVIDENCE_BYTES_MAX) return { ok: false, fault: 'This file has more than 10 MB.' };
  const keeping = apiFor(event).POST('/v1/evidence', sendFile(file, 'application/pdf'));
  const outcome = await outcomeOf(event, keeping);
  return outcome.ok
    ? { ok: true, evidenceId: outcome.data.id }
    : { ok: false, fault: outcome.problem.detail };
}
