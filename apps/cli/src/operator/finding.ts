/** What stops the first refund, and what to do about it. */
export type Finding = {
  /** A firm's name; null: the installation. */
  readonly about: string | null;
  readonly what: string;
  readonly fix: string;
};

export function finding(about: string | null, what: string, fix: string): Finding {
  return { about, what, fix };
}
