/** A seal that somebody kept: the hash of a checkpoint, and of which day it is where they know. */
export type KeptSeal = { readonly hash: string; readonly day?: string | undefined };

export type AuditVerdict = {
  readonly ok: boolean;
  readonly refunds: number;
  readonly events: number;
  readonly checkpoints: number;
  /** What is wrong, in plain words, a hundred at most. */
  readonly faults: readonly string[];
  readonly sealed: {
    /** How many of the events a checkpoint has sealed: the others can still be rewritten unseen. */
    readonly events: number;
    /** The newest checkpoint; null where there is none. */
    readonly upTo: {
      readonly sequence: number;
      readonly day: string;
      readonly sealedAt: string;
      readonly hash: string;
    } | null;
    /** The newest checkpoint whose signature holds, by its sequence; null where none is, or no public key was given. */
    readonly signedUpTo: number | null;
  };
  /** How many kept seals it was held against. Without one, a trail that was rewritten whole looks the same. */
  readonly seals: number;
  /** Whether the export lists its timelines: one that does not is of the first format. */
  readonly isListed: boolean;
};

/**
 * Verifies an export (docs/audit.md), line by line as it comes, in the memory of its timelines' names and of its
 * checkpoints' heads.
 * @throws SyntaxError when a line is no JSON: such a file is no export
 * @throws Error when a public key is none
 */
export function verifyAudit(
  lines: AsyncIterable<string> | Iterable<string>,
  kept?: {
    readonly seals?: readonly KeptSeal[];
    /** Of Ed25519, 32 bytes in base64. With any, each signature must be by one of them, and the newest checkpoints signed. */
    readonly publicKeys?: readonly string[];
  },
): Promise<AuditVerdict>;
