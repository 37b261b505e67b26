// How a command ends, for scripts. docs/command.md has the same table.
export const EXIT = {
  /** Everything requested was done. */
  done: 0,
  /** Something was refused or failed; the message says what. */
  failed: 1,
  /** The command, a setting or a file cannot be used as it is. */
  usage: 2,
  /** The key or the role may not do that. */
  notAllowed: 3,
  /** The API, Postgres or Temporal does not answer. */
  unreachable: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a line for people. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
