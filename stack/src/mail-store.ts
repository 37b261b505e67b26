// The mail catcher's messages: in memory and, one line of JSON each, in a file that survives a restart.
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export type CaughtMessage = {
  /** Only addresses, separated by ", " if there are several. */
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** null if the message has no HTML part. */
  readonly html: string | null;
  /** RFC 3339, UTC. */
  readonly date: string;
  readonly messageId: string;
};

export type MailStore = {
  add(message: CaughtMessage): void;
  /** Newest first. */
  all(): readonly CaughtMessage[];
};

/**
 * How many messages are kept by default; the oldest go first. The file may hold twice as many lines until it is
 * rewritten.
 */
export const MESSAGES_MAX = 500;

/** Opens the file, which need not exist yet. */
export function openMailStore(file: string, messagesMax = MESSAGES_MAX): MailStore {
  let kept = existsSync(file) ? readMessages(file).slice(-messagesMax) : [];
  let linesInFile = kept.length;
  rewrite(file, kept);
  return {
    add: (message) => {
      appendFileSync(file, `${JSON.stringify(message)}\n`);
      linesInFile += 1;
      kept = [...kept, message].slice(-messagesMax);
      if (linesInFile > 2 * messagesMax) {
        rewrite(file, kept);
        linesInFile = kept.length;
      }
    },
    all: () => kept.toReversed(),
  };
}

function readMessages(file: string): CaughtMessage[] {
  return readFileSync(file, 'utf8').split('\n').flatMap(readMessage);
}

/** A line cut short by a crash is left out. */
function readMessage(line: string): CaughtMessage[] {
  try {
    // Only this file writes it.
    return line === '' ? [] : [JSON.parse(line) as CaughtMessage];
  } catch {
    return [];
  }
}

function rewrite(file: string, messages: readonly CaughtMessage[]): void {
  writeFileSync(`${file}.new`, messages.map((message) => `${JSON.stringify(message)}\n`).join(''), {
    mode: 0o600,
  });
  renameSync(`${file}.new`, file);
}
