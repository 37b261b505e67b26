// Refuses card numbers, bank accounts and Social Security numbers before anything of a request is stored, hashed or
// logged (ADR 26). It judges every text in every JSON body, so a new field is guarded without being listed.
import { createMiddleware } from 'hono/factory';
import type { TextKind } from '@makewhole/domain/sensitive-numbers/find-cards';
import {
  findSensitiveNumbers,
  looksLike,
  maskSensitiveNumbers,
} from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import type { ApiEnv } from '../context.ts';
import { invalidRequest, type Fault } from './invalid-request.ts';
import { problem } from './problems.ts';

/** How a field is judged that does not hold a person's words. */
const FIELDS: Readonly<Record<string, TextKind | 'not_judged'>> = {
  // Given by a bank or a processor: many digits, one in ten with a card number's check digit by chance.
  reference: 'reference',
  processorReference: 'reference',
  matterNumber: 'reference',
  payingTransactionId: 'reference',
  url: 'reference',
  // IDs and hashes are compared with ours and never stored; a transaction ID is judged where it is looked up.
  transactionId: 'not_judged',
  refundId: 'not_judged',
  obligationId: 'not_judged',
  evidenceId: 'not_judged',
  matterId: 'not_judged',
  trustLineId: 'not_judged',
  operatingLineId: 'not_judged',
  lineId: 'not_judged',
  postingIds: 'not_judged',
  reconciledHash: 'not_judged',
  replaces: 'not_judged',
  bankAccountId: 'not_judged',
  operatingAccountId: 'not_judged',
  depositId: 'not_judged',
  reverses: 'not_judged',
  previewHash: 'not_judged',
  // Secrets, compared and never stored.
  password: 'not_judged',
  code: 'not_judged',
  // Secrets of a payment company: sealed before they are stored, and never returned.
  apiKey: 'not_judged',
  webhookSecrets: 'not_judged',
};

/** The body must be JSON already known to be well-formed UTF-8; what is no JSON is left to the route. */
export const refuseSensitiveNumbers = createMiddleware<ApiEnv>(async (c, next) => {
  const faults = faultsIn(parsed(await c.req.text()));
  if (faults.length > 0) return problem(c, invalidRequest(faults, 'body'));
  await next();
  return;
});

const FAULTS_MAX = 20;

type Place = { readonly value: unknown; readonly field: string; readonly path: string };

/** The texts of a JSON value that have such numbers, the names of its fields included. */
function faultsIn(body: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  // A list of its own instead of calls: a body may be nested ten thousand deep.
  const places: Place[] = [{ value: body, field: '', path: '' }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    if (faults.length === FAULTS_MAX) break;
    const { value, field, path } = place;
    const fault = typeof value === 'string' ? faultOf(value, field) : null;
    if (fault !== null) faults.push({ field: path, message: fault });
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      const at = maskSensitiveNumbers(name, 'words');
      const innerPath = path === '' ? at : `${path}.${at}`;
      if (at !== name) faults.push({ field: innerPath, message: faultOf(name, '') ?? looksLike('card') });
      // The items of a list are judged as the list.
      places.push({ value: inner, field: Array.isArray(value) ? field : name, path: innerPath });
    }
  }
  return faults;
}

function faultOf(text: string, field: string): string | null {
  const judged = Object.hasOwn(FIELDS, field) ? (FIELDS[field] ?? 'words') : 'words';
  const [found] = judged === 'not_judged' ? [] : findSensitiveNumbers(text, judged);
  return found === undefined ? null : looksLike(found.kind);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
