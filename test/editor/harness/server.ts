// code-server as a process: started under a guardian, found by the address that it prints, ended with all it started.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { GuardianPlan, GuardianReport, GuardianRequest } from './guardian.ts';
import type { MarkedProcess } from './leftovers.ts';

const startMilliseconds = 60_000;
const rememberedCharacters = 20_000;

/** A running code-server. */
export interface Server {
  readonly port: number;
  /** Rejects when the server ends without having been told to. */
  readonly failed: Promise<never>;
  /** The last that the server printed, for error messages. */
  lastOutput(): string;
  /** Ends the server and what it started; returns the processes that had to be killed for it. */
  end(): Promise<readonly MarkedProcess[]>;
}

/** Carries out a plan whose last command is a code-server, and waits until that serves. */
export async function startServer(plan: GuardianPlan): Promise<Server> {
  const guardian = spawn(process.execPath, [join(import.meta.dirname, 'guardian.ts')], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // An interrupt from the terminal ends the test; the guardian then ends the rest in order.
    detached: true,
  });
  let output = '';
  let ending: Promise<readonly MarkedProcess[]> | undefined;
  const server = {
    lastOutput: () => output.trimEnd(),
    end: () => (ending ??= endBy(guardian)),
  };
  const failed = new Promise<never>((_resolve, reject) => {
    guardian.once('error', reject);
    guardian.once('close', () => {
      if (!ending)
        reject(
          new Error(`code-server ended unexpectedly. Its last output:\n${server.lastOutput()}`),
        );
    });
  });
  // Whoever waits for something else races against it; nobody has to.
  failed.catch(() => {});

  const serves = new Promise<number>((resolve) => {
    for (const stream of [guardian.stdout, guardian.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-rememberedCharacters);
        const port = /server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
        if (port) resolve(Number(port));
      });
    }
  });
  guardian.send({ plan } satisfies GuardianRequest);

  try {
    const port = await Promise.race([serves, failed, timeout(server.lastOutput)]);
    return { ...server, port, failed };
  } catch (error) {
    await server.end();
    throw error;
  }
}

async function endBy(guardian: ChildProcess): Promise<readonly MarkedProcess[]> {
  if (guardian.exitCode !== null || guardian.signalCode !== null || !guardian.connected) return [];
  const closed = once(guardian, 'close');
  let report: GuardianReport | undefined;
  guardian.once('message', (message) => (report = message as GuardianReport));
  guardian.send('end' satisfies GuardianRequest);
  await closed;
  return report?.killed ?? [];
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
