import { styleText } from 'node:util';

type Format = 'bold' | 'red' | 'green' | 'yellow' | 'dim' | 'blue' | 'magenta';

/** Colours text, or leaves it as it is. Colour never carries a meaning alone. */
export type Paint = (format: Format, text: string) => string;

export const plain: Paint = (_format, text) => text;

/** Colours for a stream that is a terminal; NO_COLOR, FORCE_COLOR and pipes are respected. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (format, text) => styleText(format, text, { stream, validateStream: true });
}
