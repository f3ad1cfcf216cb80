// The watchdog process. It outlives the host to end what the host left behind. It reads what to watch from
// stdin, which is closed when the host ends for any reason.

import { createInterface } from 'node:readline';
import { systemClock } from '../../common/clock.ts';
import { readMessage } from './message.ts';
import { Watchlist } from './watchlist.ts';

// Signals to the host's process group or session must not end the watchdog.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const watchlist = new Watchlist(systemClock);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const message = readMessage(line);
  if (message !== undefined) watchlist.take(message);
});
// A broken pipe also means that the host has ended.
process.stdin.on('error', () => lines.close());
lines.once('close', () => void watchlist.end());
