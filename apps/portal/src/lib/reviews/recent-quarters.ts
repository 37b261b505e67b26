/** How many quarters a person chooses from. */
const QUARTERS = 8;

/** The quarters that are over, the latest first, such as 2026-Q3. @param today YYYY-MM-DD */
export function recentQuarters(today: string): string[] {
  const current = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3);
  return Array.from({ length: QUARTERS }, (_, back) => {
    const quarter = current - 1 - back;
    return `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`;
  });
}
