import type { Paint } from '../report/paint.ts';
import { table, wrap } from '../report/table.ts';
import type { LabReport, Row } from './lab-report.ts';
import { placeText } from './place-text.ts';

const width = 100;

/** Every row of the lab on one page: what calls return, how to tell the cases apart, and Node's names for them. */
export function tcpTable(report: LabReport, paint: Paint): string {
  const ran = report.rows.filter(({ checks }) => checks.length > 0);
  const raw = ran.filter(({ kind }) => kind === 'raw');
  const afterConnect = raw.filter((row) => !isConnectCase(row));
  const lines = [
    paint('bold', 'What TCP tells a program when the other end goes away'),
    ...placeText(report.place, width),
    '',
    ...section(paint, 'The cases', [['  case', 'what happens'], ...raw.map((row) => [label(row), row.title])]),
    ...section(
      paint,
      'What the client’s three calls return, after the server did what the name says',
      callRows(afterConnect),
    ),
    ...section(paint, 'How to tell them apart without touching the connection', signRows(afterConnect)),
    ...section(paint, 'When connect itself is the trouble', connectRows(raw.filter(isConnectCase))),
    ...(raw.length > 0 ? [...legend, ''] : []),
    ...ran.filter(({ kind }) => kind !== 'raw').flatMap((row) => [...nodeBlock(row, paint), '']),
    ...claimLines(report.rows),
    ...skippedLines(report.rows),
    ...troubles(report.rows, paint),
    summary(report),
    'pileup tcp <case> shows one of them step by step.',
  ];
  return `${lines.join('\n')}\n`;
}

const legend = [
  'wire   F. FIN   R. RST from a live socket   R RST in answer to a connection that is gone   P. data',
  '       after >: what the first write brings',
  'calls  R read, W write, 0 end of file, 100 bytes, wait: it would block',
  '       RESET ECONNRESET, PIPE EPIPE, TIMEOUT ETIMEDOUT',
  'poll   I IN, O OUT, E ERR, H HUP, R RDHUP         counters  ×2: it moved by two',
  'SO_ERROR takes the error away: after it a read gives what is left, then 0, and a write EPIPE.',
];

function section(paint: Paint, title: string, rows: string[][]): string[] {
  const [header = [], ...body] = rows;
  return body.length === 0 ? [] : [paint('bold', title), ...table(header, body, []), ''];
}

function callRows(rows: readonly Row[]): string[][] {
  const header = ['  case', 'wire', 'R R R', 'W W W', 'R W R', 'W R W'];
  return [
    header,
    ...rows.map((row) => [
      label(row),
      wire(row),
      ...['RRR', 'WWW', 'RWR', 'WRW'].map((order) => short(see(row, order)) || '-'),
    ]),
  ];
}

function signRows(rows: readonly Row[]): string[][] {
  const header = ['  case', 'state', 'SO_ERROR', 'poll', 'counters'];
  return [
    header,
    ...rows.map((row) => [label(row), short(see(row, 'state')), pendingError(row), poll(row), counters(row)]),
  ];
}

function connectRows(rows: readonly Row[]): string[][] {
  const header = ['  case', 'connect', 'wire', 'state', 'then R', 'counters'];
  return [
    header,
    ...rows.map((row) => [
      label(row),
      short(see(row, 'client connects')),
      wire(row),
      short(see(row, 'state')),
      short(see(row, 'RRR').split(' ')[0] ?? ''),
      counters(row),
    ]),
  ];
}

function nodeBlock(row: Row, paint: Paint): string[] {
  const clients = row.checks.filter(({ what }) => what !== 'wire');
  const names = Math.max(...clients.map(({ what }) => what.length));
  const over = row.wireIs === 'captured' ? `  [${see(row, 'wire')}]` : '';
  const indent = ' '.repeat(names + 6);
  return [
    paint('bold', `${label(row)}: ${row.title}${over}`),
    ...clients.flatMap(({ what, observed, elsewhere }) => [
      `    ${what.padEnd(names)}  ${observed}`,
      ...elsewhere.flatMap((other) => wrap(`(${other})`, width - indent.length, '  ').map((line) => indent + line)),
    ]),
  ];
}

function claimLines(rows: readonly Row[]): string[] {
  const made = rows.flatMap(({ claims }) => claims).filter(({ verdict }) => verdict !== 'not tried');
  if (made.length === 0) return [];
  const refuted = made.filter(({ verdict }) => verdict === 'refuted');
  return [
    `The article’s claims: ${made.length - refuted.length} confirmed, ${refuted.length} refuted.`,
    ...refuted.flatMap(({ says, seen }) => wrap(`- refuted: ${says}: ${seen}`, width, '  ')),
    '',
  ];
}

function skippedLines(rows: readonly Row[]): string[] {
  const skipped = rows.filter(({ status }) => status === 'skipped');
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return reasons.flatMap((reason) => {
    const names = skipped.filter((row) => row.reason === reason).map(({ name }) => name);
    return [...wrap(`- did not run: ${names.join(', ')}. Why: ${reason}.`, width, '  '), ''];
  });
}

/** Rows that did not go as expected, with both values. */
function troubles(rows: readonly Row[], paint: Paint): string[] {
  const lines = rows.flatMap(({ name, status, reason, checks, claims }) => {
    if (status === 'skipped') return [];
    if (status === 'failed') return wrap(paint('red', `✗ ${name} failed: ${reason}`), width, '  ');
    const wrong = checks.filter((check) => check.status === 'differs');
    const wrongClaims = claims.filter(({ verdict, expected }) => verdict !== 'not tried' && verdict !== expected);
    return [
      ...wrong.map(({ what, expected, observed }) =>
        paint('red', `✗ ${name}, ${what}: expected ${expected}; seen ${observed}`),
      ),
      ...wrongClaims.map(({ says, verdict, seen }) => paint('red', `✗ ${name}: ${verdict}: ${says}: ${seen}`)),
    ];
  });
  return lines.length > 0 ? [...lines, ''] : [];
}

function summary({ rows, counts }: LabReport): string {
  const parts = [
    `${counts.ok} as expected`,
    ...(counts.differs > 0 ? [`${counts.differs} not as expected`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} did not run`] : []),
    ...(counts['not judged'] > 0 ? [`${counts['not judged']} not judged (expectations are Linux’s)`] : []),
  ];
  return `${rows.length} rows: ${parts.join(', ')}.`;
}

function label({ name, status }: Row): string {
  return `${status === 'differs' ? '✗' : ' '} ${name}`;
}

function see({ checks }: Row, what: string): string {
  return checks.find((check) => check.what === what)?.observed ?? '';
}

function isConnectCase(row: Row): boolean {
  return see(row, 'client connects') !== '';
}

function wire(row: Row): string {
  const answer = see(row, 'answer');
  const first = see(row, 'wire') || '-';
  return answer === '' ? first : `${first} > ${answer}`;
}

function pendingError(row: Row): string {
  return short(see(row, 'SRW').split(' ')[0] ?? '');
}

function poll(row: Row): string {
  return see(row, 'poll')
    .split(' ')
    .map((flag) => (flag === 'none' ? '-' : flag[0]))
    .join(' ');
}

function counters({ counters: moved }: Row): string {
  const names = Object.entries(moved).map(([name, by]) => (by === 1 ? name : `${name}×${by}`));
  return names.join(' ') || '-';
}

/** Short enough for a column; the legend says what they stand for. */
function short(text: string): string {
  return text
    .replaceAll('ECONNRESET', 'RESET')
    .replaceAll('EPIPE', 'PIPE')
    .replaceAll('ETIMEDOUT', 'TIMEOUT')
    .replaceAll('blocks', 'wait')
    .replaceAll('ESTABLISHED', 'ESTAB');
}
