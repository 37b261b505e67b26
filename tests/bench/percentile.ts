export function median(figures: readonly number[]): number {
  return percentile(figures, 50);
}

/** The nearest rank: a figure that was really measured. */
export function percentile(figures: readonly number[], rank: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil((sorted.length * rank) / 100) - 1, 0)] ?? Number.NaN;
}
