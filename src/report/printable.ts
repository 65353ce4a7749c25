/**
 * Text from a log, a URL, a header or an error, made safe to print: control characters, terminal escapes and the marks
 * that turn the direction of text are shown as escapes, and what is longer than `longest` is cut.
 */
export function printable(text: string, longest = 200): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
  return cut.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
