/** The day that a program would send as today's, YYYY-MM-DD. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Today in the firms' time zone, as their people write it: it may still be yesterday's. */
export function firmsToday(): string {
  return new Date().toLocaleDateString('en-CA', { timeZone: 'America/New_York' });
}
