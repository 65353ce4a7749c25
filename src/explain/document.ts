import { backingOf, basisOf, commandOf } from './backing.ts';
import { notRunNote } from './clients-answer.ts';
import type { Entry } from './entry.ts';
import { clients, type WireEvent } from './wire-events.ts';

interface Family {
  title: string;
  entries: readonly Entry[];
}

/** docs/errors.md, from the entries and the table of clients. */
export function errorsDocument(families: readonly Family[], events: readonly WireEvent[]): string {
  const all = families.flatMap(({ entries }) => entries);
  return `${[
    '# What the error means',
    '<!-- Made by `npx tsx docs/generate.ts` from src/explain. Do not edit. -->',
    `${all.length} symptoms of connections, pools and proxies, as \`pileup explain\` tells them. Each says what happened on the wire, how sure that is, and what of pileup shows it; where no case of \`pileup tcp\` backs the claim, it says so. A case shows the packets, with Node as the client; what the other clients call them was run apart from it.`,
    [
      "    pileup explain 'write tcp 10.0.0.5:8080->10.0.0.9:41214: write: broken pipe'",
      '    pileup explain ECONNRESET       a code; where several symptoms share it, what tells them apart',
      '    pileup explain server.log       a log: pino, Gin, nginx, plain text, any JSON; of any size',
      '    kubectl logs api | pileup explain -',
      '    pileup explain --clients        the table below',
    ].join('\n'),
    '## First look at errno',
    'In Node an error of the kernel carries `errno` and `syscall`. Node also makes errors of its own with the same `code` and neither of the two: "socket hang up" and "aborted" are `ECONNRESET` without a reset, "This socket has been ended by the other party" is `EPIPE` without a packet.',
    sharedCodes(all),
    '## What your client calls it',
    clientTable(events),
    notRunNote,
    ...families.flatMap(({ title, entries }) => [`## ${plainText(title)}`, ...entries.map(section)]),
  ].join('\n\n')}\n`;
}

function sharedCodes(all: readonly Entry[]): string {
  const codes = [...new Set(all.flatMap(({ codes }) => codes ?? []))];
  const shared = codes
    .map((code) => ({ code, sharing: all.filter((entry) => entry.codes?.includes(code)) }))
    .filter(({ sharing }) => sharing.length > 1)
    .sort((a, b) => b.sharing.length - a.sharing.length);
  const rows = shared.flatMap(({ code, sharing }) =>
    sharing.map(({ id, tell }, i) => [i === 0 ? `\`${code}\`` : '', `[${id}](#${id})`, cell(tell ?? '')]),
  );
  return markdownTable(['code', 'may be', 'it is this one if'], rows);
}

function clientTable(events: readonly WireEvent[]): string {
  const rows = events.map(({ event, says, notRun, shownBy }) => {
    const cells = clients.map((client) => `${cell(says[client])}${notRun.includes(client) ? ' °' : ''}`);
    return [cell(event), ...cells, shownBy.map((link) => `\`${commandOf(link)}\``).join(', ')];
  });
  return markdownTable(['on the wire', ...clients, 'shown by'], rows);
}

/** Columns of even width, as the formatter of this repository wants them. */
function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_cell, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function section(entry: Entry): string {
  const { id, title, codes, tell, examples, wire, sure, causes, confirm, change } = entry;
  const parts = [`<a id="${id}"></a>`, `### ${plainText(title)}`];
  if (codes) parts.push(`Codes: ${codes.map((code) => `\`${code}\``).join(', ')}.${tell ? ` ${plainText(tell)}` : ''}`);
  const fence = ['```text', ...examples, '```'].join('\n');
  return [
    ...parts,
    fence,
    `**On the wire.** ${plainText(wire)}`,
    `**How sure.** ${capital(sure.level)}: ${plainText(sure.why)} (${basisOf(entry)})`,
    `**Likely causes**\n${list(causes)}`,
    `**How to confirm**\n${list(confirm)}`,
    `**What to change**\n${list(change)}`,
    `**Shown by.** ${backingOf(entry).map(shown).join(', ')}`,
  ].join('\n\n');
}

function shown(backing: string): string {
  return backing.startsWith('pileup ') ? `\`${backing}\`` : backing;
}

function list(items: readonly string[]): string {
  return items.map((item) => `\n- ${plainText(item)}`).join('');
}

function cell(text: string): string {
  return plainText(text).replaceAll('|', '\\|');
}

function plainText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[*_[\]]/g, '\\$&');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
