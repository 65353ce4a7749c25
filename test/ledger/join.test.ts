import { describe, expect, test } from 'vitest';
import { type Join, joinEnds } from '../../src/ledger/join.ts';
import { ThreeEnds } from '../support/a-run.ts';

const sound: Join['faults'] = {
  clientDuplicates: 0,
  serverDuplicates: 0,
  serverUnmatched: 0,
  routeMismatches: 0,
  statementsUnmatched: 0,
};

function join({ client, server, database }: ThreeEnds) {
  const { serverRowOf, clientRowOfStatement, faults } = joinEnds(client, server, database);
  return { serverRowOf: [...serverRowOf], clientRowOfStatement: [...clientRowOfStatement], faults };
}

describe('requests', () => {
  test('the nth on a connection at one end is the nth at the other', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001);
    ends.sent(1, 1).sent(1, 2).sent(1, 3);
    // The api ended them in another order.
    ends.saw(1, 3).saw(1, 1).saw(1, 2);
    expect(join(ends)).toEqual({ serverRowOf: [1, 2, 0], clientRowOfStatement: [], faults: sound });
  });

  test('of two connections find each other by port, whatever the ordinals of the connections', () => {
    const ends = new ThreeEnds().dialled(1, 5001).dialled(2, 5002).accepted(1, 5002).accepted(2, 5001);
    ends.sent(1, 1).sent(2, 1);
    ends.saw(1, 1).saw(2, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [1, 0], faults: sound });
  });

  test('that the api never saw have no row there', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001);
    ends.sent(1, 1).sent(1, 2);
    ends.saw(1, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [0, -1], faults: sound });
  });

  test('on a connection that the api never saw have no row there', () => {
    const ends = new ThreeEnds().dialled(1, 5001).dialled(2, 5002).accepted(1, 5002);
    ends.sent(1, 1).sent(2, 1);
    ends.saw(1, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [-1, 0], faults: sound });
  });

  test('on a connection that was never established have no row there', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001);
    ends.sent(2, 1, { outcome: 'refused', stage: 'connect', status: null });
    expect(join(ends)).toMatchObject({ serverRowOf: [-1], faults: sound });
  });

  test('that differ in their path are counted', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001);
    ends.sent(1, 1, { path: '/orders/1' });
    ends.saw(1, 1, { path: '/orders/2' });
    expect(join(ends)).toMatchObject({ serverRowOf: [0], faults: { ...sound, routeMismatches: 1 } });
  });

  test('that differ in their method are counted', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001);
    ends.sent(1, 1, { method: 'GET' });
    ends.saw(1, 1, { method: 'POST' });
    expect(join(ends).faults).toEqual({ ...sound, routeMismatches: 1 });
  });

  test('that no client sent are counted', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001);
    ends.sent(1, 1);
    ends.saw(1, 1).saw(1, 2);
    expect(join(ends).faults).toEqual({ ...sound, serverUnmatched: 1 });
  });

  test('from a port that no client had are counted', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001).accepted(2, 6000);
    ends.sent(1, 1);
    ends.saw(1, 1).saw(2, 1);
    expect(join(ends).faults).toEqual({ ...sound, serverUnmatched: 1 });
  });

  test('on a connection whose port the api could not read are counted', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, null);
    ends.sent(1, 1);
    ends.saw(1, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [-1], faults: { ...sound, serverUnmatched: 1 } });
  });

  test('that the client recorded twice are counted, and the first counts', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001);
    ends.sent(1, 1).sent(1, 1);
    ends.saw(1, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [0, -1], faults: { ...sound, clientDuplicates: 1 } });
  });

  test('that the api recorded twice are counted, and the first counts', () => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001);
    ends.sent(1, 1);
    ends.saw(1, 1).saw(1, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [0], faults: { serverDuplicates: 1 } });
  });
});

describe('a port that is used again', () => {
  test('belongs to the connection that was asked for last before the api accepted it', () => {
    const ends = new ThreeEnds().dialled(1, 5001, 0).dialled(2, 5001, 100).accepted(1, 5001, 1).accepted(2, 5001, 101);
    ends.sent(1, 1).sent(2, 1);
    ends.saw(1, 1).saw(2, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [0, 1], faults: sound });
  });

  test('is not mistaken when the api did not see the first of the two connections', () => {
    const ends = new ThreeEnds().dialled(1, 5001, 0).dialled(2, 5001, 100).accepted(1, 5001, 101);
    ends.sent(1, 1, { outcome: 'reset', stage: 'wait', status: null }).sent(2, 1);
    ends.saw(1, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [-1, 0], faults: sound });
  });

  test('is not mistaken when the api did not see the second of the two connections', () => {
    const ends = new ThreeEnds().dialled(1, 5001, 0).dialled(2, 5001, 100).accepted(1, 5001, 99);
    ends.sent(1, 1).sent(2, 1, { outcome: 'reset', stage: 'wait', status: null });
    ends.saw(1, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [0, -1], faults: sound });
  });

  test('may have been recorded in another order than it was used in', () => {
    const ends = new ThreeEnds().dialled(1, 5001, 100).dialled(2, 5001, 0).accepted(1, 5001, 1).accepted(2, 5001, 101);
    ends.sent(1, 1).sent(2, 1);
    ends.saw(1, 1).saw(2, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [1, 0], faults: sound });
  });

  test('is accepted in the same instant in which it was asked for', () => {
    const ends = new ThreeEnds().dialled(1, 5001, 100).accepted(1, 5001, 100);
    ends.sent(1, 1);
    ends.saw(1, 1);
    expect(join(ends)).toMatchObject({ serverRowOf: [0], faults: sound });
  });
});

describe('statements', () => {
  test('belong to the request of the client that the api ran them for', () => {
    const ends = new ThreeEnds().dialled(1, 5001).dialled(2, 5002).accepted(1, 5002).accepted(2, 5001);
    ends.sent(1, 1).sent(2, 1);
    ends.saw(1, 1).saw(2, 1);
    ends.ran('2.1').ran('1.1');
    expect(join(ends)).toMatchObject({ clientRowOfStatement: [0, 1], faults: sound });
  });

  test('of a request that the client has no record of belong to nobody there', () => {
    const ends = new ThreeEnds().accepted(1, 5001);
    ends.saw(1, 1);
    ends.ran('1.1');
    expect(join(ends)).toMatchObject({
      clientRowOfStatement: [-1],
      faults: { ...sound, serverUnmatched: 1, statementsUnmatched: 0 },
    });
  });

  test.each(['1.2', '7.1', '0.0', '', 'not a key'])('with the key "%s", which no request has, are counted', (key) => {
    const ends = new ThreeEnds().dialled(1, 5001).accepted(1, 5001);
    ends.sent(1, 1);
    ends.saw(1, 1);
    ends.ran(key);
    expect(join(ends)).toMatchObject({ clientRowOfStatement: [-1], faults: { ...sound, statementsUnmatched: 1 } });
  });
});

test('of nothing there is nothing to join', () => {
  expect(join(new ThreeEnds())).toEqual({ serverRowOf: [], clientRowOfStatement: [], faults: sound });
});
