// The words of Home.

/** "Good morning, Elena." @param hour of the firm's own day, 0 to 23 */
export function greet(name: string, hour: number): string {
  const part = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  const first = name.trim().split(/\s+/)[0] ?? '';
  return first === '' ? `Good ${part}.` : `Good ${part}, ${first}.`;
}

/** The hour of an instant in a zone, 0 to 23. */
export function hourIn(instant: string, timeZone: string): number {
  const hour = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  return Number(hour.format(new Date(instant)));
}

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

/** "Two things today, one overdue." */
export function describeToday({ due, overdue }: { readonly due: number; readonly overdue: number }): string {
  if (due === 0) return 'Nothing is due today.';
  const things = `${NUMBERS[due] ?? String(due)} ${due === 1 ? 'thing' : 'things'} today`;
  return overdue === 0 ? `${things}.` : `${things}, ${overdue === due ? 'all' : String(overdue)} overdue.`;
}

/** "1 refund", "12 refunds". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
