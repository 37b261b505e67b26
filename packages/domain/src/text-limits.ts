/** Maximum lengths of user-written text, in UTF-16 code units, for the API and the screens. */
export const TEXT_LENGTH_MAX = {
  /** Why a payment is refunded, for the matter's users (R3). */
  reason: 500,
  /** The name by which a person chooses a reason template. */
  reasonLabel: 60,
  /** The name by which people know a program with API keys. */
  programName: 80,
  /** Seen only by the firm (R3). */
  internalNote: 2_000,
  /** What somebody found out, decided or did. */
  note: 1_000,
  /** The payment processor's own ID of a refund. */
  processorReference: 255,
  /** A bank account's name, as the bank titles it, and the bank's own name. */
  bankAccountTitle: 120,
  connectionLabel: 120,
  processorAccount: 100,
  bankName: 80,
  /** A client, a matter or a person, as the firm's own system has it. */
  importedName: 300,
  /** What an item of a payment is for. */
  itemDescription: 200,
  /** To whom a check is made out. */
  payee: 200,
  /** The bank's or the trust ledger's reference for a trust step. */
  stepReference: 200,
} as const;
