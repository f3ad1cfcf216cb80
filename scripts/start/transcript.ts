// What the sample controller is to hear when it runs the sample service, and what the script does meanwhile.

import { Interrupted } from '../setup/command.mjs';
import { followLines } from './followLines.ts';

const steps = [
  { line: /^controller \d+$/, meaning: 'the sample controller starts' },
  { line: /^info /, meaning: 'the endpoint answers' },
  { line: /^connected$/, meaning: 'notifications can be heard' },
  { line: /^PUT 201 /, meaning: 'the session is taken' },
  { line: /^process \d+$/, meaning: 'the service runs' },
  { line: /^stdout\| Listening on /, meaning: 'the service listens' },
  { line: /^stdout\| GET /, meaning: 'the service gets a request' },
  { line: /^stopping$/, meaning: 'the sample controller is asked to stop the service' },
  { line: /^stderr\| Asked to stop/, meaning: 'the service is asked to stop' },
  { line: /^terminated 0$/, meaning: 'the service ends with exit code 0' },
  { line: /^controller ended with exit code 0$/, meaning: 'the sample controller ends' },
];

/** Prints a transcript as it is written, uses and stops the service; throws where the transcript is not complete. */
export async function conductTranscript(file: string, signal: AbortSignal): Promise<void> {
  let controller: number | undefined;
  const missing = new Set(steps);
  try {
    for await (const line of followLines(file, signal)) {
      console.log(line);
      const step = steps.find((candidate) => candidate.line.test(line));
      if (step) missing.delete(step);
      controller ??= numberAfter('controller ', line);
      const address = /^stdout\| Listening on (\S+)$/.exec(line)?.[1];
      if (address !== undefined) void request(`${address}/?name=reader`);
      // As Ctrl+C in its terminal does.
      if (line.startsWith('stdout| GET ') && controller) process.kill(controller, 'SIGINT');
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

function listed(missing: ReadonlySet<(typeof steps)[number]>): string {
  return `Not seen:${[...missing].map(({ meaning }) => `\n  ${meaning}`).join('')}`;
}
