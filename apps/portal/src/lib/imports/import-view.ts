/** trying: nothing is written yet. tried: a person decides. stopped: before its end, and says why. */
export type ImportPhase = 'trying' | 'tried' | 'writing' | 'written' | 'stopped';

export type ImportCounts = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
};

export type ShownBadRow = {
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly value: string;
  readonly message: string;
};

/** An import of a file, as its page shows it. */
export type ImportView = {
  readonly id: string;
  /** "Matters". */
  readonly kind: string;
  readonly fileName: string;
  readonly bytes: number;
  /** RFC 3339: when the file was read, and what its rows are as of. */
  readonly readAt: string;
  readonly phase: ImportPhase;
  /** Differs whenever there is something new to show. */
  readonly status: string;
  /** Rows that can be sent, and how many of them were tried or written so far. */
  readonly total: number;
  readonly done: number;
  /** What would happen to its rows, or happened; null until all were tried. */
  readonly counts: ImportCounts | null;
  /** What the preview said, where writing came out differently. */
  readonly foreseen: ImportCounts | null;
  /** Why it stopped, and what to do. */
  readonly why: string | null;
  /** It stopped while it wrote, and can be continued. */
  readonly mayContinue: boolean;
  readonly columns: readonly string[];
  /** The first rows of the file. */
  readonly first: readonly { readonly line: number; readonly cells: readonly string[] }[];
  /** The first rows that cannot be taken; all are in the report. */
  readonly bad: readonly ShownBadRow[];
  /** RFC 3339: when the same person last previewed a file of this name that had another content; null if they did not. */
  readonly differsFrom: string | null;
};
