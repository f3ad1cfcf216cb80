import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { LaunchContext } from '../../launch/launchPlan.ts';

/** How long what was found, or not, is taken for true, in milliseconds. */
const freshness = 2_000;

/** Looks for commands in PATH, and remembers for a moment what it has seen. */
export class CommandSearch {
  readonly #context: Pick<LaunchContext, 'environment' | 'platform'>;
  readonly #clock: Clock;
  readonly #seen = new Map<string, { readonly isThere: boolean; readonly at: number }>();

  constructor(context: Pick<LaunchContext, 'environment' | 'platform'>, clock: Clock) {
    this.#context = context;
    this.#clock = clock;
  }

  /** Whether a command is in PATH. */
  has(name: string): boolean {
    const now = this.#clock.elapsed();
    const seen = this.#seen.get(name);
    if (seen !== undefined && now - seen.at < freshness) return seen.isThere;
    const isThere = this.#places(name).some(isExecutable);
    this.#seen.set(name, { isThere, at: now });
    return isThere;
  }

  #places(name: string): readonly string[] {
    const { environment, platform } = this.#context;
    const variable = (wanted: string): string =>
      Object.entries(environment).find(([key]) => key.toUpperCase() === wanted)?.[1] ?? '';
    const endings =
      platform === 'win32' ? (variable('PATHEXT') || '.EXE;.CMD;.BAT').split(';') : [''];
    const folders = variable('PATH').split(delimiter).filter(Boolean);
    return folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
