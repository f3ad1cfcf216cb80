import { deferred } from '../../../../src/common/deferred.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import { runProgram } from '../../../../src/processes/program/program.ts';
import { noWatchdog } from '../../../../tools/fixtures/processes/noWatchdog.ts';
import type { Client } from './client.ts';
import { startedByHand } from './leftovers.ts';

/** A client's server, started independently of the editor. */
export interface DevServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a client as its developer does in a terminal, and waits until it listens. */
export async function startDevServer(client: Client): Promise<DevServer> {
  const listening = deferred<string>();
  const ended = deferred();
  let output = '';
  const over = (): void => {
    ended.resolve();
    listening.reject(new Error(`dotnet run has ended:\n${output}`));
  };
  const program = runProgram(
    {
      command: 'dotnet',
      args: ['run', '--no-launch-profile'],
      workingDirectory: client.folder,
      environment: {
        ...(process.env as Record<string, string>),
        ...startedByHand,
        ASPNETCORE_URLS: 'http://127.0.0.1:0',
        ASPNETCORE_ENVIRONMENT: 'Development',
      },
    },
    { clock: systemClock, watchdog: noWatchdog, grace: () => 5_000 },
    {
      started: () => undefined,
      output(_stream, chunk) {
        output += Buffer.from(chunk).toString();
        const url = /Now listening on: (\S+)/.exec(output)?.[1];
        if (url !== undefined) listening.resolve(url);
      },
      ended: over,
      failed: over,
    },
  );
  return {
    url: await listening.promise,
    async close() {
      await program.stop();
      await ended.promise;
    },
  };
}
