/** A page of help: short enough to be read while the work waits. */
export type HelpText = {
  /** Its address: /help/<slug>. */
  readonly slug: string;
  readonly title: string;
  /** What one finds here, for the list. */
  readonly summary: string;
  readonly sections: readonly HelpSection[];
};

/** `steps` are numbered; `paragraphs` stand before them. */
type HelpSection = {
  readonly heading: string;
  readonly paragraphs?: readonly string[];
  readonly steps?: readonly string[];
};
