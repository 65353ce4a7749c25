import type { RunView } from '../../../findings/examine.ts';
import { html, type Markup } from '../markup.ts';

const mostRows = 200;

/** Every setting that the run had, and the machine that it ran on. */
export function configuration({ summary: { run }, config }: RunView): Markup {
  const settings = flatten(config, '');
  const machine: [string, string][] = [
    ['node', run.node],
    ['libuv', run.libuv],
    ['platform', run.platform],
    ['kernel', run.kernel],
  ];
  const rows = [...settings.slice(0, mostRows), ...machine];
  return html`<section aria-labelledby="configuration"><h2 id="configuration">Configuration</h2>
<div class="scroll"><table><tbody>${rows.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table></div>
${settings.length > mostRows ? html`<p class="note">${settings.length - mostRows} more settings are in manifest.json.</p>` : ''}</section>`;
}

/** Nested settings as rows of `pool.max` and `4`; a list of plain objects in one row each. */
function flatten(value: unknown, path: string): [string, string][] {
  if (value === null || value === undefined) return path === '' ? [] : [[path, 'none']];
  if (Array.isArray(value)) {
    return value.map((item, i) => [`${path} ${i + 1}`, typeof item === 'object' ? inline(item) : String(item)]);
  }
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([name, inner]) => flatten(inner, path === '' ? name : `${path}.${name}`));
  }
  return [[path, String(value)]];
}

function inline(value: unknown): string {
  return flatten(value, '')
    .map(([name, text]) => `${name} ${text}`)
    .join(', ');
}
