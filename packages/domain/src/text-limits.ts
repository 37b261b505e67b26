/** How long what a person writes may be, in UTF-16 code units: the API refuses more, the screens take no more. */
export const TEXT_LENGTH_MAX = {
  /** Why a payment is refunded, for the matter's users (R3). */
  reason: 500,
  /** By which a person chooses a reason that the firm gives often. */
  reasonLabel: 60,
  /** By which people know a program that has API keys. */
  programName: 80,
  /** For the firm alone (R3). */
  internalNote: 2_000,
  /** What somebody found out, decided or did. */
  note: 1_000,
  /** The payment company's own ID of a refund. */
  processorReference: 255,
  /** By which the bank or the trust ledger knows a trust step. */
  stepReference: 200,
} as const;
