import { PileupError } from '../errors.ts';

/** Reads an option that is a number within bounds. Throws BAD_USAGE. */
export function numberOption(
  name: string,
  text: string,
  bounds: { min: number; max: number; whole?: boolean },
): number {
  const value = Number(text);
  const { min, max, whole = false } = bounds;
  if (
    text.trim() !== '' &&
    Number.isFinite(value) &&
    value >= min &&
    value <= max &&
    (!whole || Number.isInteger(value))
  ) {
    return value;
  }
  throw new PileupError(
    'BAD_USAGE',
    `${name} ${text}: expected a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
    {
      hint: 'pileup <command> --help shows every option',
    },
  );
}
