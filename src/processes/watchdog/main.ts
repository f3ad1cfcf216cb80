// The process that outlives a host for as long as it takes to end what the host left behind. It reads
// what there is from its stdin, which ends with the host, whatever the host died of.

import { createInterface } from 'node:readline';
import { systemClock } from '../../common/clock.ts';
import { readMessage } from './message.ts';
import { Watchlist } from './watchlist.ts';

// What ends the host's group or session is no reason to leave its programs alone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const watchlist = new Watchlist(systemClock);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const message = readMessage(line);
  if (message !== undefined) watchlist.take(message);
});
// A pipe that breaks has come to its end too.
process.stdin.on('error', () => lines.close());
lines.once('close', () => void watchlist.end());
