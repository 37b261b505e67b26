export type AuditVerdict = {
  readonly ok: boolean;
  readonly refunds: number;
  readonly events: number;
  readonly checkpoints: number;
  /** What is wrong, in plain words, a hundred at most. */
  readonly faults: readonly string[];
};

/**
 * Verifies an export (docs/audit.md), line by line as it comes, in the memory of its checkpoints' heads.
 * @throws SyntaxError when a line is no JSON: such a file is no export
 */
export function verifyAudit(lines: AsyncIterable<string> | Iterable<string>): Promise<AuditVerdict>;
