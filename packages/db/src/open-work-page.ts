import { and, gt, inArray, isNotNull, isNull, lt, type Column, type SQL } from 'drizzle-orm';

/** A page of the rows that a workflow of their own carries to their end and that have not ended, by their IDs. */
export type CarriedPage = {
  /** false: their workflow is not known to run, so it is to be started; true: it was started. */
  readonly started: boolean;
  /** Recorded before this instant; null: at any time. */
  readonly before: Date | null;
  /** The ID of the last one of the page before; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
  /** These alone. */
  readonly among?: readonly string[];
};

type CarriedColumns = { readonly id: Column; readonly runId: Column; readonly notedAt: Column };

/** What a row must be to stand on the page. */
export function onPage(
  { id, runId, notedAt }: CarriedColumns,
  { started, before, after, among }: Omit<CarriedPage, 'limit'>,
): SQL | undefined {
  return and(
    started ? isNotNull(runId) : isNull(runId),
    before === null ? undefined : lt(notedAt, before),
    after === null ? undefined : gt(id, after),
    among && inArray(id, [...among]),
  );
}
