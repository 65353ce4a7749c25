import type { Entry } from './entry.ts';
import type { LogTally } from './log-tally.ts';
import { clients, wireEvents } from './wire-events.ts';

type Answer = { kind: 'text' | 'code' | 'log' | 'clients'; known: boolean } & Record<string, unknown>;

export function jsonOfText(text: string, found: readonly Entry[]): Answer {
  return { kind: 'text', text, known: found.length > 0, best: found[0]?.id ?? null, entries: found.map(entryJson) };
}

export function jsonOfCode(code: string, found: readonly Entry[]): Answer {
  return { kind: 'code', code, known: found.length > 0, entries: found.map(entryJson) };
}

export function jsonOfLog(source: string, tally: LogTally): Answer {
  const symptoms = tally.symptoms.map(({ entry, minutes, ...rest }) => ({
    id: entry.id,
    ...rest,
    minutes: [...minutes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([minute, count]) => ({ minute, count })),
    entry: entryJson(entry),
  }));
  return { kind: 'log', source, ...tally, known: symptoms.length > 0, knownRecords: tally.known, symptoms };
}

export function jsonOfClients(): Answer {
  return { kind: 'clients', known: true, clients, wireEvents };
}

/** The document as text. What a terminal would obey is escaped here too: a document is often looked at in one. */
export function jsonDocument(answer: Answer): string {
  const text = JSON.stringify({ schemaVersion: 1, ...answer }, null, 2);
  return `${text.replace(/[\u007f-\u009f]|[\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)}\n`;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_unit, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }).join('');
}

function entryJson({ matches: _matches, ...shown }: Entry): Omit<Entry, 'matches'> {
  return shown;
}
