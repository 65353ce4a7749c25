/** The median of numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The middle and the ends of the ratios of paired runs, as text. */
export function describeRatios(ratios: readonly number[]): string {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `median ${median(ratios).toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)}, ${ratios.length} pairs)`;
}

/** Runs two things in turn, changing which goes first, and returns the ratios first/second of what they measure. */
export async function inPairs(
  pairs: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
  onPair: (first: number, second: number) => void,
): Promise<number[]> {
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    let a = 0;
    let b = 0;
    if (pair % 2 === 0) {
      a = await first();
      b = await second();
    } else {
      b = await second();
      a = await first();
    }
    onPair(a, b);
    ratios.push(a / b);
  }
  return ratios;
}
