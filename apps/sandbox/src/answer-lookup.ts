import type { Faults, Target } from './faults.ts';
import { sendOrStrike, strikeBefore, strikeSlow } from './http-faults.ts';
import type { Request } from './http.ts';
import type { Answer } from './refusals.ts';

/** Answers a GET with the state at the moment of answering, unless a fault strikes it. */
export async function answerLookup(
  c: Request,
  faults: Faults,
  target: Omit<Target, 'operation'>,
  look: (target: Target) => Answer,
): Promise<Response> {
  const lookup: Target = { operation: 'lookup', ...target };
  const struck = await strikeBefore(c, faults, lookup);
  if (struck !== null) return struck;
  await strikeSlow(c, faults, lookup);
  return sendOrStrike(c, faults, lookup, look(lookup));
}
