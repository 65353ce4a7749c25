import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What a page carries within itself: it opens from disk, without a network. */
export interface Assets {
  /** One module: the chart library, then the page's own parts. */
  script: string;
  chartStyle: string;
}

let read: Assets | null = null;

/** Reads the assets, once. Compiled or not, the client's parts lie beside this file. */
export function assets(): Assets {
  if (read) return read;
  const require = createRequire(import.meta.url);
  const uplot = readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8');
  // The parts become one module: each after those that it imports from, and without the words that join them.
  const own = (name: string): string =>
    readFileSync(new URL(`./client/${name}.js`, import.meta.url), 'utf8').replace(/^import [^;]+;\n|^export /gm, '');
  const script = [uplot, own('numbers'), own('decode'), own('overlays'), own('panel'), own('page')].join('\n');
  read = { script, chartStyle: readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8') };
  return read;
}
