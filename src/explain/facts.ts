/** The fields of an error that say who made it. Null where the text does not show one. */
export interface Facts {
  code: string | null;
  errno: number | null;
  syscall: string | null;
}

/**
 * Reads `code`, `errno` and `syscall` from a JSON log line, from the form in which Node prints an error (which spreads
 * over several lines), or from `key=value`. Of several errors in a JSON line it takes the one that shows the most.
 */
export function factsOf(text: string): Facts {
  const json = factsOfJson(text);
  // An error that was logged as a text within JSON, or JSON within JSON as Docker writes it, has its quotes escaped.
  return json !== null && shown(json) > 0 ? json : factsOfPrinted(text.replaceAll('\\"', '"'));
}

/** Whether the kernel made the error, or Node without it; null when the text does not show. */
export function makerOf({ code, errno, syscall }: Facts): 'kernel' | 'node' | null {
  if (errno !== null && syscall !== null) return 'kernel';
  return code !== null && errno === null && syscall === null ? 'node' : null;
}

function factsOfPrinted(text: string): Facts {
  const errno = /\berrno["']?\s{0,4}[:=]\s{0,4}(-?\d{1,6})\b/.exec(text)?.[1];
  return {
    code: /\bcode["']?\s{0,4}[:=]\s{0,4}["']?([A-Z][A-Z0-9_]{2,40})\b/.exec(text)?.[1] ?? null,
    errno: errno === undefined ? null : Number(errno),
    syscall: /\bsyscall["']?\s{0,4}[:=]\s{0,4}["']?([a-z][a-z0-9]{1,20})\b/.exec(text)?.[1] ?? null,
  };
}

function factsOfJson(text: string): Facts | null {
  // A log shipper may have put a time and a stream's name before the JSON.
  const start = text.indexOf('{');
  if (start === -1 || start > 200) return null;
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start));
  } catch {
    return null;
  }
  let best: Facts = { code: null, errno: null, syscall: null };
  const waiting: unknown[] = [value];
  for (let seen = 0; seen < 200 && waiting.length > 0; seen++) {
    const node = waiting.shift();
    if (typeof node !== 'object' || node === null) continue;
    const facts = factsOfObject(node as Record<string, unknown>);
    if (shown(facts) > shown(best)) best = facts;
    waiting.push(...Object.values(node).slice(0, 50));
  }
  return best;
}

function factsOfObject({ code, errno, syscall }: Record<string, unknown>): Facts {
  return {
    code: typeof code === 'string' ? code : null,
    errno: typeof errno === 'number' ? errno : null,
    syscall: typeof syscall === 'string' ? syscall : null,
  };
}

function shown({ code, errno, syscall }: Facts): number {
  return Number(code !== null) + Number(errno !== null) + Number(syscall !== null);
}
