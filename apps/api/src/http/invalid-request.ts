import type { Refusal } from './problems.ts';

export type Fault = { readonly field: string; readonly message: string };

/** The refusal of a request whose values are not accepted. @param part of the request: body, query, path, headers */
export function invalidRequest(faults: readonly Fault[], part: string): Refusal {
  const words = faults.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
  return {
    code: 'invalid_request',
    detail: `${words.join('; ')} (in the ${part}).`,
    extensions: { faults: [...faults] },
  };
}
