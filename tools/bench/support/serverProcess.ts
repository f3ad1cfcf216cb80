import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Measures } from './measuredProcess.ts';

/** A server in its own process, so that it doesn't share its client's event loop. */
export interface ServerProcess {
  readonly port: number;
  readonly token: string;
  readonly certificate: string;
  /** The load on it since the last measurement. */
  measures(): Promise<Measures>;
  end(): Promise<void>;
}

/** Starts a server, by its path in the folder of the benchmark, and waits for its address. */
export async function startServer(
  file: string,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, '..', file), args);
  const [variables] = (await once(child, 'message')) as [Record<string, string>];
  return {
    port: Number(variables['DEBUG_SESSION_PORT']?.split(':')[1]),
    token: variables['DEBUG_SESSION_TOKEN'] ?? '',
    certificate: variables['DEBUG_SESSION_SERVER_CERTIFICATE'] ?? '',
    async measures() {
      const answer = once(child, 'message');
      child.send('measures');
      return (await answer)[0] as Measures;
    },
    async end() {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}
