/**
 * What a check should see. Text that ends in … is the beginning of it: the rest depends on the machine. Where versions
 * differ it is a list, newest first: the first entry whose `since` this Node has reached holds, and the last has none.
 */
export type Expected = string | readonly Since[];

interface Since {
  since?: { uv?: string; node?: string };
  is: string;
}

export interface Versions {
  uv: string;
  node: string;
}

/** The value that holds on these versions. */
export function expectedOn(expected: Expected, versions: Versions): string {
  if (typeof expected === 'string') return expected;
  const entry = expected.find(
    ({ since }) => reached(versions.uv, since?.uv ?? '0') && reached(versions.node, since?.node ?? '0'),
  );
  return entry?.is ?? '';
}

/** What holds on other versions, as text. */
export function expectedElsewhere(expected: Expected, versions: Versions): string[] {
  if (typeof expected === 'string') return [];
  const here = expectedOn(expected, versions);
  return expected.flatMap(({ since, is }, i) => {
    if (is === here) return [];
    const bound = since ?? expected[i - 1]?.since;
    const version = bound?.uv === undefined ? `Node ${bound?.node}` : `libuv ${bound.uv}`;
    return [`${since === undefined ? 'before' : 'from'} ${version}: ${is}`];
  });
}

export function isAsExpected(value: string, observed: string): boolean {
  return value.endsWith('…') ? observed.startsWith(value.slice(0, -1)) : observed === value;
}

function reached(version: string, since: string): boolean {
  return version.localeCompare(since, 'en', { numeric: true }) >= 0;
}
