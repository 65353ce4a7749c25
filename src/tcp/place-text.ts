import { wrap } from '../report/table.ts';
import type { Place } from './lab-report.ts';

/** Where the lab ran, and what its counters and its wire are worth there; at most `width` characters a line. */
export function placeText(place: Place, width: number): string[] {
  const { namespace, namespaceNote, koffi, kernel, platform, node, libuv, undici } = place;
  const os = platform === 'linux' ? `Linux ${kernel}` : `${platform} ${kernel}`;
  const counters =
    namespace === 'private'
      ? `Ran in a network namespace of its own (${namespaceNote}): no other program moved the counters. ` +
        'Loopback adds both ends of a connection to one set of them.'
      : `Ran in the host’s network (${namespaceNote}): other programs move the same counters, so they are shown and not judged.`;
  const wire =
    namespace === 'private' && koffi !== null
      ? 'The wire was captured.'
      : 'The wire was not captured but inferred from states and errors.';
  return [
    `${os}, Node ${node}, libuv ${libuv}, undici ${undici}${koffi === null ? '' : `, koffi ${koffi}`}`,
    ...wrap(`${counters} ${wire}`, width),
  ];
}
