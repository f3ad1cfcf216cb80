import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import { WorkQueue } from '../../common/workQueue.ts';
import { dotnetErrors } from '../errors.ts';
import { type Dotnet, runDotnet } from '../sdk/sdk.ts';

const phrases = definePhrases({ failed: 'the compiler failed' });

/** What an assembly is compiled from. */
export interface CompilerInput {
  readonly files: readonly string[];
  /** The folder with the compiler. */
  readonly compiler: string;
  /** The lines of the compiler's response file. */
  readonly options: readonly string[];
}

/** Returns the sources in a folder. */
export async function findSources(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cs'));
  return names.toSorted().map((name) => join(folder, name));
}

/** Returns the contents of all files. */
export async function readAll(files: readonly string[]): Promise<Buffer> {
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}

/** Sessions that start together need the same assembly. */
const compilations = new WorkQueue(1);

/**
 * Compiles an assembly unless it exists. Returns whether it did. Throws a HumanError (HotReloadUnavailable), and the
 * signal's reason.
 */
export async function compileOnce(
  assembly: string,
  findInput: () => Promise<CompilerInput>,
  dotnet: Dotnet,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (await exists(assembly)) return false;
  return await compilations.run(async () => {
    signal?.throwIfAborted();
    if (await exists(assembly)) return false;
    await compile(assembly, await findInput(), dotnet, signal);
    return true;
  });
}

async function compile(
  assembly: string,
  { compiler, files, options }: CompilerInput,
  dotnet: Dotnet,
  signal: AbortSignal | undefined,
): Promise<void> {
  const folder = dirname(assembly);
  await mkdir(folder, { recursive: true });
  // To another file first, since other windows may do the same.
  const name = randomUUID();
  const [output, responses] = [join(folder, `${name}.dll`), join(folder, `${name}.rsp`)];
  try {
    const lines = [...options, `-out:"${output}"`, ...files.map((path) => `"${path}"`)];
    await writeFile(responses, lines.join('\n'));
    const args = ['exec', join(compiler, 'csc.dll'), '-noconfig', `@${responses}`];
    const { exitCode, stderr, stdout } = await runDotnet(args, folder, dotnet, signal);
    if (exitCode !== 0) {
      const reason = /error (\w+: .*)$/m.exec(stdout + stderr)?.[1] ?? phrases.failed();
      throw dotnetErrors.HotReloadUnavailable({ reason });
    }
    await moveWhole(output, assembly);
  } finally {
    await Promise.all([output, responses].map((path) => rm(path, { force: true })));
  }
}

/** Moves a file so that even after a power failure it has its content, without which programs would not start. */
async function moveWhole(from: string, to: string): Promise<void> {
  const file = await open(from, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await rename(from, to);
  } catch (error) {
    // Windows doesn't replace the one of another window that a program uses already.
    if (!(await exists(to))) throw error;
  }
}

/** Whether there is a file. */
export async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
