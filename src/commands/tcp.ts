import { PileupError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { paintFor } from '../report/paint.ts';
import { printable } from '../report/printable.ts';
import { catalogue, type TcpCase } from '../tcp/catalogue.ts';
import { runLab } from '../tcp/run-lab.ts';
import { tcpLecture } from '../tcp/tcp-lecture.ts';
import { tcpTable } from '../tcp/tcp-table.ts';

/** `pileup tcp`: the socket lab; every case as one table, or the cases that are named, step by step. */
export async function tcp(
  cases: string[],
  options: { json?: boolean },
  known: readonly TcpCase[] = catalogue,
): Promise<number> {
  const names = known.map(({ name }) => name);
  for (const name of cases) requireKnown(name, names);
  const report = await runLab(cases.length > 0 ? cases : names, showProgress(process.stderr), known);
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (cases.length === 0) process.stdout.write(tcpTable(report, paintFor(process.stdout)));
  else {
    const asked = report.rows.filter(({ name }) => cases.includes(name));
    process.stdout.write(asked.map((row) => tcpLecture(row, report.place, paintFor(process.stdout))).join('\n'));
  }
  return report.counts.differs + report.counts.failed > 0 ? 1 : 0;
}

function requireKnown(name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  const close = nearest(name, names);
  throw new PileupError('BAD_USAGE', `the socket lab has no case ${printable(name)}`, {
    hint: close ? `did you mean ${close}?` : `choose from ${names.join(', ')}`,
  });
}

/** The lab takes some seconds: a terminal sees the case that came last. */
function showProgress(stream: NodeJS.WriteStream): (name: string) => void {
  return (name) => {
    if (stream.isTTY) stream.write(`\r\x1b[K${name}`);
  };
}
