import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Watchdog } from '../watchdog/watchdog.ts';
import { makeWatchedFolder, type WatchedFolder } from '../watchdog/watchedFolder.ts';

/** Scripts that run commands with an empty stdin, for extensions that leave it open. POSIX only. */
export class EmptyInputScripts {
  readonly #watchdog: Watchdog;
  readonly #scripts = new Map<string, string>();
  #folder: WatchedFolder | undefined;
  #written: Promise<unknown> = Promise.resolve();

  constructor(watchdog: Watchdog) {
    this.#watchdog = watchdog;
  }

  /**
   * Returns the path of a script that runs a command, given by its absolute path, with the script's
   * arguments. Resolves to the command itself if scripts can't be created or run.
   */
  async scriptFor(command: string): Promise<string> {
    if (process.platform === 'win32' || !isAbsolute(command) || this.#isScript(command)) {
      return command;
    }
    const script = this.#written.then(() => this.#presentOrWritten(command));
    this.#written = script;
    return script;
  }

  async remove(): Promise<void> {
    const folder = this.#folder;
    this.#folder = undefined;
    await folder?.remove();
  }

  #isScript(path: string): boolean {
    return this.#folder !== undefined && dirname(path) === this.#folder.path;
  }

  async #presentOrWritten(command: string): Promise<string> {
    const present = this.#scripts.get(command);
    if (present !== undefined && (await isExecutable(present))) return present;
    try {
      return await this.#write(command);
    } catch {
      return command;
    }
  }

  async #write(command: string): Promise<string> {
    // The folder may have been removed by a cleanup of temporary files.
    if (this.#folder === undefined || !(await isExecutable(this.#folder.path))) {
      await this.remove();
      this.#folder = await makeWatchedFolder('ide-session-input-', this.#watchdog);
    }
    const script = join(this.#folder.path, `${this.#scripts.size}.sh`);
    await writeFile(script, `#!/bin/sh\nexec ${quote(command)} "$@" </dev/null\n`, { mode: 0o700 });
    this.#scripts.set(command, script);
    return (await isExecutable(script)) ? script : command;
  }
}

/** Whether a file can be executed or a folder entered. False on file systems mounted with noexec. */
async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
