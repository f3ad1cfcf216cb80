// Follows the sample controller's transcript while it is written.

import { Interrupted } from '../setup/command.mjs';
import { followLines } from './followLines.ts';
import { failure, type Step, stepsFromTheStop, stepsToTheStop } from './steps.ts';

/**
 * Prints a transcript as it is written, uses the service and stops both; throws if the transcript
 * is incomplete.
 */
export async function conductTranscript(file: string, signal: AbortSignal): Promise<void> {
  const conductor = new Conductor();
  const { missing } = conductor;
  try {
    for await (const line of followLines(file, signal)) {
      console.log(line);
      conductor.hear(line);
      if (line.startsWith('controller ended ')) break;
    }
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const { name, message } = error as Error;
    const reason = name === 'TimeoutError' ? 'The transcript took too long.' : message;
    throw new Error(`${reason} ${listed(missing)}`, { cause: error });
  }
  if (missing.size > 0) throw new Error(`The transcript is not complete. ${listed(missing)}`);
}

/** Reads a transcript line by line, and acts on it. */
class Conductor {
  readonly missing = new Set([...stepsToTheStop, ...stepsFromTheStop]);
  #controller: number | undefined;
  #hasStopped = false;

  hear(line: string): void {
    const step = [...this.missing].find((candidate) => candidate.line.test(line));
    if (step) this.missing.delete(step);
    this.#controller ??= numberAfter('controller ', line);
    const address = /^service: stdout\| Listening on (\S+)$/.exec(line)?.[1];
    if (address !== undefined) void request(`${address}/?name=reader`);
    const isTimeToStop = !stepsToTheStop.some((one) => this.missing.has(one));
    if (isTimeToStop || failure.test(line)) this.#stop();
  }

  /** Like Ctrl+C in the controller's terminal. */
  #stop(): void {
    if (this.#hasStopped || this.#controller === undefined) return;
    this.#hasStopped = true;
    process.kill(this.#controller, 'SIGINT');
  }
}

async function request(address: string): Promise<void> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    console.log(`> GET ${address}: ${response.status} ${(await response.text()).trim()}`);
  } catch (error) {
    console.error(`> GET ${address} failed: ${(error as Error).message}`);
  }
}

function numberAfter(prefix: string, line: string): number | undefined {
  return line.startsWith(prefix) ? Number(line.slice(prefix.length)) : undefined;
}

function listed(missing: ReadonlySet<Step>): string {
  return `Not seen:${[...missing].map(({ meaning }) => `\n  ${meaning}`).join('')}`;
}
