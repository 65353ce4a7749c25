import { printable } from '../printable.ts';

/** Text that is markup already. Everything else that goes into a page is escaped. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Part = string | number | Markup | null | undefined | readonly Part[];

/** The longest text that a page shows in one piece; more is cut, and the cut is noted. */
const longest = 2000;

/**
 * The one place where text becomes part of a page: `html` puts markup together, and whatever is not Markup is shown as
 * text. Control characters, terminal escapes and marks that turn the direction of text are made visible.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((page, string, i) => page + sourceOf(parts[i - 1]) + string));
}

function sourceOf(part: Part): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Markup) return part.source;
  if (typeof part === 'object') return part.map(sourceOf).join('');
  return printable(String(part), longest).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON for a script element that holds data: no text in it can close the element or open a comment. */
export function jsonForScript(value: unknown): Markup {
  const json = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? printable(inner, longest) : inner,
  );
  return new Markup(json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`));
}
