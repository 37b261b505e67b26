/** How near a deadline is. */
export type Nearness = {
  /** "in 6 days (4 bank days)" */
  readonly text: string;
  /** Three calendar days or less, or over. */
  readonly isNear: boolean;
};
