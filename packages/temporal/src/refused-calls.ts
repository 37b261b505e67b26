// What Temporal's errors say, by their gRPC codes.
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;
const UNAUTHENTICATED = 16;

/** Whether the server refuses a call to this caller, rather than being away. */
export function isNotAllowed(error: unknown): boolean {
  const code = codeOf(error);
  return code === PERMISSION_DENIED || code === UNAUTHENTICATED || code === UNIMPLEMENTED;
}

/** Whether it has no such namespace. */
export function isNotFound(error: unknown): boolean {
  return codeOf(error) === NOT_FOUND;
}

function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error) return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}
