import { open } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Evaluation } from './evaluation.ts';
import { type LoggedImports, readImports } from '../sdk/msbuildLog.ts';
import { namedImports } from './namedImports.ts';

/** The import log of a run of MSBuild, which may still be running. */
export class ImportLog {
  readonly path: string;
  readonly #imports: LoggedImports['imports'][number][] = [];
  readonly #absent: LoggedImports['absent'][number][] = [];
  #offset = 0;
  #reading: Promise<void> = Promise.resolve();

  /** The creator of `folder` removes it. */
  constructor(folder: string) {
    this.path = join(folder, 'imports.log');
  }

  /** Adds the imports to an evaluation. `others` are the other projects of the same run. */
  async complete(
    evaluation: Evaluation,
    project: string,
    others: readonly string[] = [],
  ): Promise<Evaluation> {
    this.#reading = this.#reading.then(() => this.#read());
    await this.#reading;
    const { NetCoreRoot = '' } = evaluation.properties;
    const logged = { imports: this.#imports, absent: this.#absent };
    const sdkRoot = NetCoreRoot === '' ? '' : resolve(NetCoreRoot);
    const imports = namedImports(project, others, logged, sdkRoot);
    if (imports === undefined) return evaluation;
    // Generated files are in the same folder.
    const folder = dirname(this.path) + sep;
    const files = imports.files.filter((file) => !file.startsWith(folder));
    return { ...evaluation, imports: { ...imports, files } };
  }

  async #read(): Promise<void> {
    const file = await open(this.path).catch(() => undefined);
    if (file === undefined) return;
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read({
        buffer: Buffer.alloc(Math.max(0, size - this.#offset)),
        position: this.#offset,
      });
      // Only whole lines are decoded, since the end may be within a character.
      const end = buffer.lastIndexOf(10, bytesRead - 1) + 1;
      this.#offset += end;
      const { absent, imports } = readImports(buffer.toString('utf8', 0, end));
      this.#imports.push(...imports);
      this.#absent.push(...absent);
    } finally {
      await file.close();
    }
  }
}
