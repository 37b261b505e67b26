import { sql, type SQL } from 'drizzle-orm';

/**
 * Whether a posting took effect after an instant, in a query that calls the posting p and its firm f: by its day
 * (EFFECTIVE_DAY_OF), and on the day of the instant itself by when it was recorded.
 */
export function isAfter(instant: SQL): SQL<boolean> {
  const day = sql`(${instant} AT TIME ZONE f.time_zone)::date`;
  return sql<boolean>`CASE WHEN coalesce(p.effective_on, ${day}) = ${day} THEN p.at > ${instant}
    ELSE p.effective_on > ${day} END`;
}
