import { and, gt, inArray, isNotNull, isNull, lt, type Column, type SQL } from 'drizzle-orm';

/** A page of the rows that a workflow of their own runs until they end and that have not ended, by their IDs. */
export type OpenWorkPage = {
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

type OpenWorkColumns = { readonly id: Column; readonly runId: Column; readonly recordedAt: Column };

/** What a row must be to stand on the page. */
export function onPage(
  { id, runId, recordedAt }: OpenWorkColumns,
  { started, before, after, among }: Omit<OpenWorkPage, 'limit'>,
): SQL | undefined {
  return and(
    started ? isNotNull(runId) : isNull(runId),
    before === null ? undefined : lt(recordedAt, before),
    after === null ? undefined : gt(id, after),
    among && inArray(id, [...among]),
  );
}
