import { describe, expect, it } from 'vitest';
import { judge } from '../../src/tcp/judge.ts';
import type { Place } from '../../src/tcp/lab-report.ts';
import type { NodeCase } from '../../src/tcp/node-case.ts';
import type { CaseResult, Observation } from '../../src/tcp/observation.ts';
import type { RawCase } from '../../src/tcp/raw-case.ts';

const place: Place = {
  node: '20.20.2',
  libuv: '1.46.0',
  undici: '6.24.1',
  kernel: '6.18.0',
  platform: 'linux',
  arch: 'x64',
  koffi: '3.3.4',
  namespace: 'private',
  namespaceNote: 'unshare -n',
};
const rawCase: RawCase = {
  kind: 'raw',
  name: 'a-case',
  title: '',
  lesson: '',
  steps: [],
  expects: { wire: 'P. F.', RRR: '100 0 0', counters: 'OutRsts +1' },
};
const seen = { wire: 'P. F.', RRR: '100 0 0', counters: 'OutRsts +1' };

function result(over: Partial<Observation> = {}): CaseResult[] {
  return [{ name: 'a-case', observation: { seen, wireIs: 'captured', trace: [], calls: {}, counters: {}, ...over } }];
}

describe('judge', () => {
  it('is content with what was expected', () => {
    const { rows, counts } = judge([rawCase], result(), place);
    expect(rows[0]?.status).toBe('ok');
    expect(counts).toEqual({ ok: 1, differs: 0, failed: 0, skipped: 0, 'not judged': 0 });
  });

  it('marks what differs, with both values', () => {
    const { rows } = judge([rawCase], result({ seen: { ...seen, RRR: 'ECONNRESET 0 0' } }), place);
    expect(rows[0]?.status).toBe('differs');
    expect(rows[0]?.checks.find(({ what }) => what === 'RRR')).toMatchObject({
      expected: '100 0 0',
      observed: 'ECONNRESET 0 0',
      status: 'differs',
    });
  });

  it('takes an expectation that ends in … for a beginning', () => {
    const open: RawCase = { ...rawCase, expects: { RRR: '100 …' } };
    expect(judge([open], result(), place).rows[0]?.status).toBe('ok');
    expect(judge([open], result({ seen: { RRR: '0 0 0' } }), place).rows[0]?.status).toBe('differs');
  });

  it('does not judge counters that other programs move', () => {
    const shared = { ...place, namespace: 'shared' as const };
    const { rows } = judge([rawCase], result({ seen: { ...seen, counters: 'OutRsts +9' } }), shared);
    expect(rows[0]?.status).toBe('ok');
  });

  it('compares an inferred wire by its FIN and RST alone', () => {
    const inferred = (wire: string): string | undefined =>
      judge([rawCase], result({ seen: { ...seen, wire }, wireIs: 'inferred' }), place).rows[0]?.status;
    expect(inferred('F.')).toBe('ok');
    expect(inferred('R.')).toBe('differs');
  });

  it('judges nothing on a system whose answers are not known', () => {
    const { counts } = judge([rawCase], result({ seen: {} }), { ...place, platform: 'darwin' });
    expect(counts['not judged']).toBe(1);
  });

  it('takes what is expected from the version that ran, and names the other', () => {
    const byVersion: NodeCase = {
      kind: 'node',
      name: 'a-case',
      title: '',
      lesson: '',
      peer: [],
      expects: { net: [{ since: { uv: '1.52.0' }, is: 'read ECONNRESET' }, { is: 'end' }] },
    };
    const statusOn = (libuv: string, net: string): string | undefined =>
      judge([byVersion], result({ seen: { net } }), { ...place, libuv }).rows[0]?.status;
    expect(statusOn('1.46.0', 'end')).toBe('ok');
    expect(statusOn('1.52.1', 'end')).toBe('differs');
    expect(statusOn('1.52.1', 'read ECONNRESET')).toBe('ok');
    expect(statusOn('1.100.0', 'read ECONNRESET')).toBe('ok');
    const [row] = judge([byVersion], result({ seen: { net: 'end' } }), place).rows;
    expect(row?.checks[0]?.elsewhere).toEqual(['from libuv 1.52.0: read ECONNRESET']);
  });

  it('tells a case that did not run from one that failed and from one that never came back', () => {
    const statusOf = (results: CaseResult[]): string | undefined => judge([rawCase], results, place).rows[0]?.status;
    expect(statusOf([{ name: 'a-case', skipped: 'no koffi' }])).toBe('skipped');
    expect(statusOf([{ name: 'a-case', failed: 'waited 10 s' }])).toBe('failed');
    expect(statusOf([])).toBe('failed');
  });
});
