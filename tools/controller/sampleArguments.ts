import { parseArgs } from 'node:util';

import { isObject } from './controllerError.ts';
import type { LaunchConfiguration, RunRequest } from './runRequest.ts';

/** The sample controller's parsed command line. */
export interface SampleArguments {
  run: RunRequest;
  stopAfterMs?: number;
}

/** The sample controller's usage. */
const usage = `Usage: node main.ts --launch '<JSON of a launch configuration>'
  [--env NAME=VALUE]… [--stop-after SECONDS] [--args ARGUMENT…]
Everything behind --args goes to the program; without --args the launch profile's arguments hold.`;

function readLaunch(text: string | undefined): LaunchConfiguration {
  if (text === undefined) {
    throw new Error(`--launch is missing.\n${usage}`);
  }
  let launch: unknown;
  try {
    launch = JSON.parse(text);
  } catch (cause) {
    throw new Error('--launch is not JSON.', { cause });
  }
  if (!isObject(launch) || typeof launch['type'] !== 'string') {
    throw new Error('--launch must be an object with a "type".');
  }
  return launch as LaunchConfiguration;
}

function readVariable(text: string): { name: string; value: string } {
  const separator = text.indexOf('=');
  if (separator < 1) {
    throw new Error('--env must be NAME=VALUE.');
  }
  return { name: text.slice(0, separator), value: text.slice(separator + 1) };
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds >= 0) || seconds === Infinity) {
    throw new Error('--stop-after must be a number of seconds.');
  }
  return seconds;
}

/** Parses the command line; throws with what is wrong with it. */
export function readSampleArguments(line: string[], runMode?: string): SampleArguments {
  const argsAt = line.indexOf('--args');
  const own = argsAt < 0 ? line : line.slice(0, argsAt);
  const { values } = parseArgs({
    args: own,
    options: {
      launch: { type: 'string' },
      env: { type: 'string', multiple: true },
      'stop-after': { type: 'string' },
    },
  });
  const stopAfter = values['stop-after'];
  const mode = runMode === 'Debug' || runMode === 'NoDebug' ? { mode: runMode } : {};
  return {
    run: {
      launch_configurations: [{ ...mode, ...readLaunch(values.launch) } as LaunchConfiguration],
      ...(values.env === undefined ? {} : { env: values.env.map(readVariable) }),
      ...(argsAt < 0 ? {} : { args: line.slice(argsAt + 1) }),
    },
    ...(stopAfter === undefined ? {} : { stopAfterMs: readSeconds(stopAfter) * 1_000 }),
  };
}
