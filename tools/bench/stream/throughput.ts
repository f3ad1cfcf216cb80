import { once } from 'node:events';
import { join } from 'node:path';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import type { Measures } from '../support/measuredProcess.ts';
import { dialRelay, Receiver } from './receiver.ts';

/** A script that writes this many numbered lines of this length. */
export const flood = join(import.meta.dirname, 'flood.mjs');

/** This many programs, which together write this many lines of this length each. */
export interface Load {
  readonly programs: number;
  readonly lines: number;
  readonly width: number;
}

/**
 * How long it took until the last byte was received, in milliseconds, and the load on the server.
 */
export interface Passage {
  readonly took: number;
  readonly measures: Measures;
}

/** The programs are sessions of a host, and a controller receives their output. */
export async function passThroughHost(load: Load): Promise<Passage> {
  const server = await startServer('stream/host.ts');
  const receiver = await Receiver.connect(server, 'bench');
  const { programs, lines, width } = load;
  const ofFlood = getArguments(load);
  const passage = await measured(server, async () => {
    await Promise.all(
      Array.from({ length: programs }, () => receiver.run('bench', flood, ofFlood)),
    );
    await receiver.untilEnded(programs);
  });
  // A line end takes two bytes in JSON.
  assertWhole(receiver.logged, lines * (width + 1));
  receiver.close();
  await server.end();
  return passage;
}

/** The same programs, with each chunk of output relayed unchanged. */
export async function passThroughRelay(load: Load): Promise<Passage> {
  const server = await startServer('stream/relay.ts');
  let received = 0;
  const passage = await measured(server, async () => {
    const programs = Array.from({ length: load.programs }, () => [flood, ...getArguments(load)]);
    const socket = dialRelay(server, programs);
    socket.on('message', (data: Buffer) => (received += data.length));
    await once(socket, 'close');
  });
  assertWhole(received, load.lines * load.width);
  await server.end();
  return passage;
}

function getArguments({ lines, programs, width }: Load): readonly string[] {
  return [String(lines / programs), String(width)];
}

async function measured(server: ServerProcess, work: () => Promise<void>): Promise<Passage> {
  await server.measures();
  const begun = performance.now();
  await work();
  return { took: performance.now() - begun, measures: await server.measures() };
}

function assertWhole(received: number, expected: number): void {
  if (received !== expected) throw new Error(`${received} of ${expected} bytes were received.`);
}
