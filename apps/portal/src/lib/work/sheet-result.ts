/** What came of a form in a case's sheet. */
export type SheetResult = {
  /** What was done, for the person who did it. */
  readonly said?: string;
  /** Why it was refused. */
  readonly fault?: string;
  /** The comment that was refused. */
  readonly typed?: string;
};
