import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageCss } from './page-css.ts';
import { pageHtml } from './page-html.ts';

export interface StaticFile {
  type: string;
  body: Buffer;
}

const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

/** Every file of the page by its path, read into memory: a request names one of these or nothing. */
export function staticFiles(): ReadonlyMap<string, StaticFile> {
  const uplot = join(dirname(createRequire(import.meta.url).resolve('uplot/package.json')), 'dist');
  const scripts = scriptDirectory();
  return new Map<string, StaticFile>([
    ['/', { type: 'text/html; charset=utf-8', body: Buffer.from(pageHtml) }],
    ['/page.css', { type: style, body: Buffer.from(pageCss) }],
    ['/uplot.css', { type: style, body: readFileSync(join(uplot, 'uPlot.min.css')) }],
    ['/uplot.js', { type: script, body: readFileSync(join(uplot, 'uPlot.iife.min.js')) }],
    ...readdirSync(scripts)
      .filter((name) => name.endsWith('.js'))
      .map((name): [string, StaticFile] => [
        `/page/${name}`,
        { type: script, body: readFileSync(join(scripts, name)) },
      ]),
  ]);
}

/** The compiled scripts: beside this file in dist; from the sources, those of the last build. */
function scriptDirectory(): string {
  const beside = fileURLToPath(new URL('./page', import.meta.url));
  return existsSync(join(beside, 'main.js')) ? beside : fileURLToPath(new URL('../../dist/live/page', import.meta.url));
}
