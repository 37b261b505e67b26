/** A seal that somebody kept: the hash of a checkpoint, and its day if known. */
export type KeptSeal = { readonly hash: string; readonly day?: string | undefined };

export type AuditVerdict = {
  readonly ok: boolean;
  readonly refunds: number;
  readonly events: number;
  readonly checkpoints: number;
  /** What is wrong, in plain words, a hundred at most. */
  readonly faults: readonly string[];
  readonly sealed: {
    /** How many events a checkpoint has sealed: the others can still be rewritten unnoticed. */
    readonly events: number;
    /** The newest checkpoint; null if there is none. */
    readonly upTo: {
      readonly sequence: number;
      readonly day: string;
      readonly sealedAt: string;
      readonly hash: string;
    } | null;
    /** The sequence of the newest checkpoint with a valid signature; null if there is none, or no key was given. */
    readonly signedUpTo: number | null;
  };
  /** How many kept seals it was checked against. Without one, a trail rewritten as a whole passes too. */
  readonly seals: number;
  /** Whether the export lists its timelines: the first format does not. */
  readonly isListed: boolean;
};

/**
 * Verifies an export (docs/audit.md), line by line as it comes. Memory grows with the number of timelines and of heads
 * in the checkpoints.
 * @throws SyntaxError if a line is not JSON: such a file is not an export
 * @throws Error if a public key is malformed
 */
export function verifyAudit(
  lines: AsyncIterable<string> | Iterable<string>,
  kept?: {
    readonly seals?: readonly KeptSeal[];
    /**
     * Ed25519 keys, 32 bytes in base64. With any, each signature must be by one of them, and the newest checkpoints
     * must be signed.
     */
    readonly publicKeys?: readonly string[];
    /** The SHA-256 of files that were redacted, if the lines do not have the firm's own timeline. */
    readonly redacted?: readonly string[];
  },
): Promise<AuditVerdict>;
