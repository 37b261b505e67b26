/** Something that the person at the terminal can mend: shown as its message alone, one clear line, without a stack. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

/** What to print for any thrown value: the message where it was written for people, else everything that is known. */
export function describeError(error: unknown): string {
  if (error instanceof StackError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The first line of whatever was thrown, to stand inside a sentence of ours. */
export function causeLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n')[0] ?? '';
}
