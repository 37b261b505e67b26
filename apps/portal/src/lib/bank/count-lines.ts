/** "1 line", "12 new lines". @param what singular, such as line */
export function countLines(count: number, what = 'line'): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
