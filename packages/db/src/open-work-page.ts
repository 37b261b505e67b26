import { and, gt, inArray, isNotNull, isNull, lt, type Column, type SQL } from 'drizzle-orm';

/** A page of unfinished rows that each have their own workflow, by ID. */
export type OpenWorkPage = {
  /** false: their workflow is not known to run and must be started; true: it was started. */
  readonly started: boolean;
  /** Only rows recorded before this instant; null: no limit. */
  readonly before: Date | null;
  /** The last ID of the previous page; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
  /** Only these rows. */
  readonly among?: readonly string[];
};

type OpenWorkColumns = { readonly id: Column; readonly runId: Column; readonly recordedAt: Column };

/** The condition for a row to be on the page. */
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
