// Files that prove what a person did: a bank's confirmation, a copy of a check (R5).
export const EVIDENCE_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];

export const EVIDENCE_BYTES_MAX = 10 * 1024 * 1024;
/** A firm's total, unless the installation sets another limit: about a thousand of the largest files. */
export const EVIDENCE_BYTES_PER_FIRM = 10 * 1024 ** 3;
