// The words of the exact-ID box (R1).

export const EXACT_ID = {
  hint: 'Paste the exact transaction ID. To prevent mix-ups, this box doesn’t search.',
  copyFrom: 'Copy IDs from',
  stripped: 'We removed the spaces around the ID.',
  notFound: 'No payment has this exact ID.',
  /** Where its shape says nothing: it looks like an ID. */
  caseSensitive: 'IDs are case-sensitive, and every character counts. Copy the ID again.',
} as const;
