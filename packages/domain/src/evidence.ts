// The files that prove what a person did: a bank's confirmation, a check's copy (R5).
export const EVIDENCE_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];

export const EVIDENCE_BYTES_MAX = 10 * 1024 * 1024;
/** Of a firm in all, unless the installation says otherwise: a thousand of the largest files. */
export const EVIDENCE_BYTES_PER_FIRM = 10 * 1024 ** 3;
