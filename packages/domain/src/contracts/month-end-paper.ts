// What the API and the worker share about the workflow that prints a month-end binder (ADR 75).
import type { FirmId } from '../ids.ts';

export const PAPER_WORKFLOW = 'monthEndPaper';

export type PaperInput = {
  readonly firmId: FirmId;
  readonly paperId: string;
  /** One more each time that the paper is asked for again. */
  readonly round: number;
};

/** One workflow per request: the server refuses a second start of the same one. */
export function paperWorkflowId({ paperId, round }: PaperInput): string {
  return `month-end-paper:${paperId}:${round}`;
}
