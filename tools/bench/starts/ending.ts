import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Controller } from '../../controller/controller.ts';
import { knownPid } from '../../fixtures/processes/knownPid.ts';
import { untilGone } from '../../fixtures/processes/processes.ts';
import { writeProgram } from '../../fixtures/processes/samplePrograms.ts';
import { startBuiltHost } from '../support/builtHost.ts';
import { atMost, type Result, result } from '../support/results.ts';

const count = 20;
/** The grace period that the headless host gives programs, in milliseconds. */
const grace = 5_000;

/**
 * How long a host takes to end when it must kill its programs and their children, and how long
 * these survive its crash.
 */
export async function measureEnding(folder: string): Promise<Result[]> {
  const program = await writeProgram(folder, 'stubborn');
  const byHand = await endByHand(program);
  return [
    result(
      `the end of a host with ${count} programs that ignore SIGTERM, next to killing them by hand`,
      await endOfHost(folder, program, 'SIGTERM'),
      byHand,
      atMost(10_000, 'ms'),
    ),
    result(
      `from the SIGKILL of such a host until its programs have ended`,
      await endOfHost(folder, program, 'SIGKILL'),
      byHand,
      atMost(6_000, 'ms'),
    ),
  ];
}

async function endOfHost(
  folder: string,
  script_path: string,
  signal: NodeJS.Signals,
): Promise<number> {
  const host = await startBuiltHost(folder);
  const controller = Controller.fromEnvironment(host.variables);
  await controller.connect();
  const launch_configurations = [{ type: 'node', script_path, mode: 'NoDebug' as const }];
  const pids = await Promise.all(
    Array.from({ length: count }, async () => {
      const session = await controller.runSession({ launch_configurations });
      await session.waitFor(({ stdout }) => stdout.includes('\n'));
      return JSON.parse(session.stdout) as number[];
    }),
  );
  const begun = performance.now();
  await host.end(signal);
  controller.vanish();
  await untilGone(pids.flat());
  return performance.now() - begun;
}

async function endByHand(program: string): Promise<number> {
  const children = Array.from({ length: count }, () => {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return spawn(process.execPath, [program], { stdio: [...stdio], detached: true });
  });
  await Promise.all(children.map((child) => child.stdout && once(child.stdout, 'data')));
  const groups = children.map(({ pid }) => -knownPid(pid));
  const ended = Promise.all(children.map((child) => once(child, 'exit')));
  const begun = performance.now();
  for (const group of groups) process.kill(group, 'SIGTERM');
  setTimeout(() => {
    for (const group of groups) process.kill(group, 'SIGKILL');
  }, grace);
  await ended;
  return performance.now() - begun;
}
