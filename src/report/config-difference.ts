/** A field in which two configurations differ. A side that does not have the field at all is left out. */
export interface ConfigDifference {
  /** Such as `pool.max` or `phases[1].connections`. */
  path: string;
  a?: unknown;
  b?: unknown;
}

/** The fields in which two JSON values differ, in the order in which `a` has them, then those that only `b` has. */
export function configDifferences(a: unknown, b: unknown, path = ''): ConfigDifference[] {
  if (Array.isArray(a) && Array.isArray(b)) {
    return Array.from({ length: Math.max(a.length, b.length) }, (_value, i) =>
      fieldDifferences(`${path}[${i}]`, i < a.length, a[i], i < b.length, b[i]),
    ).flat();
  }
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) =>
      fieldDifferences(
        path === '' ? key : `${path}.${key}`,
        Object.hasOwn(a, key),
        a[key],
        Object.hasOwn(b, key),
        b[key],
      ),
    );
  }
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ path, a, b }];
}

function fieldDifferences(path: string, inA: boolean, a: unknown, inB: boolean, b: unknown): ConfigDifference[] {
  if (inA && inB) return configDifferences(a, b, path);
  return inA ? [{ path, a }] : [{ path, b }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
