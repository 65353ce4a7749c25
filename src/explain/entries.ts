import { clientEntries } from './entries/clients.ts';
import { databaseEntries } from './entries/databases.ts';
import { fileEntries } from './entries/files.ts';
import { javaAndCurlEntries } from './entries/java-and-curl.ts';
import { k6Entries } from './entries/k6.ts';
import { kernelEntries } from './entries/kernel.ts';
import { nodeEntries } from './entries/node.ts';
import { poolEntries } from './entries/pools.ts';
import { proxyEntries } from './entries/proxies.ts';
import { unclearEntries } from './entries/unclear.ts';
import { undiciEntries } from './entries/undici.ts';
import type { Entry } from './entry.ts';

/** The families, in the order in which their texts are tried: from the particular to the general. */
export const families: readonly { title: string; entries: readonly Entry[] }[] = [
  { title: 'k6', entries: k6Entries },
  { title: 'nginx and load balancers', entries: proxyEntries },
  { title: 'Connection pools', entries: poolEntries },
  { title: 'Databases', entries: databaseEntries },
  { title: 'fetch and undici', entries: undiciEntries },
  { title: 'Made by Node', entries: nodeEntries },
  { title: 'Open files and names', entries: fileEntries },
  { title: 'Made by the kernel', entries: kernelEntries },
  { title: 'Go and Python', entries: clientEntries },
  { title: 'Java and curl', entries: javaAndCurlEntries },
  { title: 'Texts that leave it open', entries: unclearEntries },
];

/** Every entry. Where several fit a text, the first is the best. */
export const entries: readonly Entry[] = families.flatMap((family) => family.entries);
