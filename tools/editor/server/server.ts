// code-server as a process: started under a guardian, found by the address that it prints, ended
// with its child processes.

import type { GuardianPlan } from './guardian.ts';
import { startGuardian } from './guardianProcess.ts';
import type { MarkedProcess } from '../leftovers.ts';

const startMilliseconds = 180_000;
const rememberedCharacters = 20_000;

/** A running code-server. */
export interface Server {
  readonly port: number;
  /** Rejects when the server ends unexpectedly. */
  readonly failed: Promise<never>;
  /** The server's last output, for error messages. */
  lastOutput(): string;
  /** Ends the server and its child processes; returns those that had to be killed. */
  end(): Promise<readonly MarkedProcess[]>;
}

/** Runs a plan whose last command is a code-server, and waits until that serves. */
export async function startServer(plan: GuardianPlan): Promise<Server> {
  const guardian = startGuardian(plan);
  let output = '';
  let isEnding = false;
  const server = {
    lastOutput: () => output.trimEnd(),
    end: () => {
      isEnding = true;
      return guardian.end();
    },
  };
  const failed = new Promise<never>((_resolve, reject) => {
    guardian.child.once('error', reject);
    guardian.child.once('close', () => {
      if (!isEnding)
        reject(
          new Error(`code-server ended unexpectedly. Its last output:\n${server.lastOutput()}`),
        );
    });
  });
  // Callers may race against it, but need not await it.
  failed.catch(() => {});

  const serves = new Promise<number>((resolve) => {
    for (const stream of [guardian.child.stdout, guardian.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-rememberedCharacters);
        const port = /server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
        if (port) resolve(Number(port));
      });
    }
  });

  try {
    const port = await Promise.race([serves, failed, timeout(server.lastOutput)]);
    return { ...server, port, failed };
  } catch (error) {
    await server.end();
    throw error;
  }
}

function timeout(lastOutput: () => string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(
        new Error(
          `code-server did not serve within ${startMilliseconds / 1000} s. Its last output:\n${lastOutput()}`,
        ),
      );
    }, startMilliseconds).unref();
  });
}
