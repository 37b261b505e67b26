/** The one thing that a page's reader should do next, as its button. */
export type NextAct = {
  readonly label: string;
  readonly href: string;
  /** Something waits for it: the page's one main button. Otherwise it is only a way on. */
  readonly isMain: boolean;
};
