/** What stops the first refund, and what to do about it. */
export type Finding = {
  /** A firm's name; null: the installation. */
  readonly about: string | null;
  readonly what: string;
  readonly fix: string;
};
