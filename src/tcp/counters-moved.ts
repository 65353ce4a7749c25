import { kernelCounters } from '../lab/proc.ts';
import type { KernelCounters } from '../recording/events.ts';

/** Begins to count; the function that comes back gives what has moved since. Connections opened are left out. */
export function counting(): () => KernelCounters {
  const before = kernelCounters() ?? {};
  return () => {
    const after = kernelCounters() ?? {};
    const moved = Object.keys(after)
      .filter((name) => name !== 'ActiveOpens' && after[name] !== before[name])
      .sort();
    return Object.fromEntries(moved.map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));
  };
}

/** `OutRsts +1, TCPAbortOnClose +1`, or `none`. */
export function countersText(moved: KernelCounters): string {
  return (
    Object.entries(moved)
      .map(([name, by]) => `${name} +${by}`)
      .join(', ') || 'none'
  );
}
