import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRequest } from '../controller/runRequest.ts';
import type { Random } from '../fixtures/random.ts';

/** Writes as many numbered lines as its first argument says. */
const countLines = 'i=0; while [ $i -lt $1 ]; do echo "line $i"; i=$((i+1)); done';
const countSlowly = `i=0; while [ $i -lt 30 ]; do echo "line $i"; i=$((i+1)); sleep 0.05; done`;

/** Shell scripts, which start faster than Node. */
const scripts = {
  short: `${countLines}; exit 3`,
  slow: `${countSlowly}; exit 3`,
  waiting: `${countLines}; exec sleep 600`,
  stubborn: `trap '' TERM; ${countLines}; while :; do sleep 600; done`,
  leaving: `setsid sleep 600 & ${countLines}; (setsid sleep 600 &); sleep 0.2; exit 3`,
  stubbornlyLeaving: `(trap '' TERM; setsid sleep 600 >/dev/null 2>&1 &); ${countLines}; exec sleep 600`,
} as const;

type Kind = keyof typeof scripts;

const kinds = Object.keys(scripts) as Kind[];
const lines = 20_000;

/** A program to run, and its behavior if it is not ended. */
export interface ChaosProgram {
  readonly request: RunRequest;
  /** The number of lines that it writes. */
  readonly lines: number;
  readonly endsByItself: boolean;
}

/** Writes all programs into a folder. */
export function writeChaosPrograms(folder: string): void {
  for (const kind of kinds) writeFileSync(join(folder, `${kind}.sh`), `${scripts[kind]}\n`);
}

export function pickProgram(random: Random, folder: string): ChaosProgram {
  const kind = random.pick(kinds);
  const count = kind === 'slow' ? 30 : random.pick([1, 100, lines]);
  const configuration = {
    type: 'node',
    mode: 'NoDebug' as const,
    runtime_executable: '/bin/sh',
  };
  return {
    request: {
      launch_configurations: [configuration],
      args: [join(folder, `${kind}.sh`), String(count)],
    },
    lines: count,
    endsByItself: kind === 'short' || kind === 'slow' || kind === 'leaving',
  };
}
