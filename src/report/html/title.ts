import type { RunView } from '../../findings/examine.ts';

/** The scenario's title, or its name where it has none. */
export function titleOf({ summary, config }: RunView): string {
  const { title, url } = (config ?? {}) as { title?: unknown; url?: unknown };
  if (typeof title === 'string') return `${summary.run.scenario}: ${title}`;
  return typeof url === 'string' ? `load on ${url}` : summary.run.scenario;
}
