import { join } from 'node:path';
import type { RunMode } from '../../../../src/protocol/launchConfigurations.ts';
import type { RunRequest } from '../../../../tools/controller/runRequest.ts';
import { file } from '../workspace.ts';

/** A language whose program does what its arguments say, like those of all languages here. */
export interface Language {
  readonly name: string;
  readonly debugType: string;
  /** The name of its debug session. */
  readonly title: string;
  /**
   * Signals that end it, except those that its runtime handles, or its debugger reports like an
   * exit code.
   */
  readonly signals: readonly number[];
  readonly launchConfiguration: { readonly type: string; readonly [property: string]: unknown };
  /** The places where the program is about to exit; lines count from 1. */
  readonly exits: { readonly file: string; readonly line: number };
}

const python: Language = {
  name: 'Python',
  debugType: 'debugpy',
  title: 'python/app.py',
  signals: [6, 9, 15],
  launchConfiguration: { type: 'python', program_path: file('python/app.py') },
  exits: { file: 'python/app.py', line: 16 },
};

const go: Language = {
  name: 'Go',
  debugType: 'go',
  title: 'go',
  signals: [9, 15],
  launchConfiguration: { type: 'go', program: file('go') },
  exits: { file: 'go/main.go', line: 28 },
};

const rust: Language = {
  name: 'Rust',
  debugType: 'lldb',
  title: 'app (lldb)',
  signals: [6, 15],
  launchConfiguration: {
    type: 'rust',
    working_directory: file('rust'),
    cargo: {
      args: ['build'],
      executable_path: join(process.env['CARGO_TARGET_DIR'] ?? '', 'debug', 'app'),
    },
  },
  exits: { file: 'rust/src/main.rs', line: 24 },
};

export const languages: readonly Language[] = [python, go, rust];

/** A request for a language's program with these arguments. */
export function asked(
  { launchConfiguration }: Language,
  args: readonly string[],
  mode: RunMode = 'Debug',
): RunRequest {
  return {
    launch_configurations: [{ ...launchConfiguration, mode }],
    env: [{ name: 'SHOP', value: 'books' }],
    args: [...args],
  };
}
