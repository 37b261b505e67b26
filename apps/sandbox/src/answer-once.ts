import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './database.ts';
import type { Faults, Target } from './faults.ts';
import { note, sendOrStrike, strikeBefore, strikeSlow } from './http-faults.ts';
import { sendRefusal, type Request } from './http.ts';
import type { Idempotency, KeyedRequest } from './idempotency.ts';
import { refusalAnswer, type Answer } from './refusals.ts';

export type Once = {
  readonly database: DatabaseSync;
  readonly faults: Faults;
  readonly idempotency: Idempotency;
};

const KEY_LENGTH_MAX = 255;

/**
 * Does the work of a POST at most once for its Idempotency-Key. The work and its saved answer are one transaction:
 * after a crash between doing and answering, the retry gets that very answer (B1 rests on this).
 *
 * @param content what must be the same when the key comes again.
 */
export async function answerOnce(
  c: Request,
  { database, faults, idempotency }: Once,
  { target, content, work }: { target: Target; content: unknown; work: () => Answer },
): Promise<Response> {
  const key = c.req.header('idempotency-key') ?? '';
  if (key === '' || key.length > KEY_LENGTH_MAX) {
    const message = `Send an Idempotency-Key header of 1 to ${KEY_LENGTH_MAX} characters.`;
    return sendRefusal(c, { code: 'idempotency_key_missing', message });
  }
  const fingerprint = JSON.stringify([c.req.method, new URL(c.req.url).pathname, content]);
  const request: KeyedRequest = { account: c.var.account, key, fingerprint };

  const struck = await strikeBefore(c, faults, target);
  if (struck !== null) return struck;
  if (idempotency.knows(request)) {
    const fault = faults.take(['forget_key'], target);
    if (fault !== null) {
      note(c, fault);
      idempotency.forget(request);
    }
  }

  const claim = idempotency.claim(request);
  if (claim.kind === 'refused') return sendRefusal(c, claim);
  if (claim.kind === 'replay') {
    return sendOrStrike(c, faults, target, claim.answer, { 'idempotent-replayed': 'true' });
  }
  let answer: Answer;
  try {
    await strikeSlow(c, faults, target);
    answer = inTransaction(database, () => {
      const done = workOrSaved500(c, faults, target, work);
      idempotency.save(request, done);
      return done;
    });
  } finally {
    idempotency.release(request);
  }
  return sendOrStrike(c, faults, target, answer);
}

/** Does the work of every POST, however often it comes: for a company without keys. */
export async function answerEach(
  c: Request,
  { database, faults }: Omit<Once, 'idempotency'>,
  { target, work }: { target: Target; work: () => Answer },
): Promise<Response> {
  const struck = await strikeBefore(c, faults, target);
  if (struck !== null) return struck;
  await strikeSlow(c, faults, target);
  return sendOrStrike(c, faults, target, inTransaction(database, work));
}

function workOrSaved500(c: Request, faults: Faults, target: Target, work: () => Answer): Answer {
  const fault = faults.take(['saved_500'], target);
  if (fault === null) return work();
  note(c, fault);
  if (fault.refundMade === true) work();
  return refusalAnswer({ code: 'internal_error', message: 'Something went wrong.' });
}
