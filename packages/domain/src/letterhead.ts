/** What a firm puts at the head of what its clients read; '' where it said nothing. */
export type Letterhead = {
  /** Lines of the postal address. */
  readonly address: string;
  readonly phone: string;
  /** Where a client's answer goes, and whom they may write to. */
  readonly email: string;
};

export const NO_LETTERHEAD: Letterhead = { address: '', phone: '', email: '' };
