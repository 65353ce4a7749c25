import { describe, expect, it } from 'vitest';
import { literalFinder } from '../../src/explain/literal-finder.ts';

const finder = literalFinder(['EPIPE', 'ECONNRESET', 'broken pipe', 'pipes']);
const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/** What a plain search finds, to compare with. */
function plainNext(text: string): number {
  const places = ['epipe', 'econnreset', 'broken pipe', 'pipes']
    .map((literal) => text.toLowerCase().indexOf(literal))
    .filter((at) => at !== -1);
  return places.length === 0 ? -1 : Math.min(...places);
}

describe('next', () => {
  it.each([
    ['EPIPE', 0],
    ['write EPIPE', 6],
    ['Write Broken Pipe', 6],
    ['xxEPIPExxECONNRESET', 2],
    ['EPIP EEPIPE', 6],
    ['broken pip', -1],
    ['brokenbroken pipe', 6],
    ['epipes', 0],
    ['', -1],
    ['EPI', -1],
  ])('finds the first literal of %j', (text, at) => {
    expect(finder.next(bytesOf(text), 0, text.length, text.length)).toBe(at);
  });

  it('agrees with a plain search on many texts', () => {
    const alphabet = 'epicorns tbkEPIS ';
    let state = 12345;
    for (let round = 0; round < 2000; round++) {
      let text = '';
      for (let i = 0; i < 60; i++) {
        state = (state * 1103515245 + 12345) % 2147483648;
        text += (state >> 8) % 40 === 0 ? 'ePiPe' : alphabet[(state >> 8) % alphabet.length];
      }
      expect(finder.next(bytesOf(text), 0, text.length, text.length), text).toBe(plainNext(text));
    }
  });

  it('finds what begins before the bound and ends behind it, and nothing that begins there', () => {
    const bytes = bytesOf('xxxxEPIPE');
    expect(finder.next(bytes, 0, 5, bytes.length)).toBe(4);
    expect(finder.next(bytes, 0, 4, bytes.length)).toBe(-1);
    expect(finder.next(bytes, 0, 5, 8)).toBe(-1);
  });
});

describe('all', () => {
  it('finds every literal between two places', () => {
    const bytes = bytesOf('EPIPE broken pipe ECONNRESET');
    expect([...finder.all(bytes, 0, bytes.length)].sort()).toEqual([0, 1, 2]);
    expect([...finder.all(bytes, 1, 17)]).toEqual([2]);
  });
});
