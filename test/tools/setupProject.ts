import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { nodeVersion, projectFolder } from '../../tools/setup/node.mjs';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { isRunning } from '../../tools/fixtures/processes/processes.ts';
import { until } from '../../tools/fixtures/waiting.ts';

/**
 * Replaces npm: creates the files that setup looks for, and halts half-way while there is a file
 * `halt`.
 */
const npm = `#!/bin/sh
echo "$PWD" >> "$NPM_STATE/calls"
mkdir -p node_modules/node/bin node_modules/code-server/lib/vscode/node_modules/node-pty
if [ -e "$NPM_STATE/halt" ]; then
  echo "$$ $PPID" > "$NPM_STATE/halted"
  sleep 600
fi
printf '#!/bin/sh\\necho v${nodeVersion}\\n' > node_modules/node/bin/node
chmod +x node_modules/node/bin/node
echo '{}' > node_modules/code-server/lib/vscode/node_modules/node-pty/package.json
`;

interface SetupResult {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A copy of the setup scripts in its own folder, with its own cache and npm. */
export class SetupProject {
  readonly folder: string;
  readonly #context: TestContext;

  private constructor(folder: string, context: TestContext) {
    this.folder = folder;
    this.#context = context;
  }

  static async create(context: TestContext): Promise<SetupProject> {
    const folder = await temporaryFolder(context);
    const isSource = (path: string): boolean => !path.endsWith('node_modules');
    for (const name of ['scripts', 'tools', 'package.json', 'package-lock.json']) {
      const options = { recursive: true, filter: isSource };
      await cp(join(projectFolder, name), join(folder, name), options);
    }
    for (const name of ['bin', 'npm', 'cache']) await mkdir(join(folder, name));
    await writeFile(join(folder, 'bin', 'npm'), npm, { mode: 0o755 });
    return new SetupProject(folder, context);
  }

  get cache(): string {
    return join(this.folder, 'cache', 'ide-session-host');
  }

  /** The folders in which npm was run since the last call. */
  async takeCalls(): Promise<readonly string[]> {
    const calls = await readFile(this.#state('calls'), 'utf8').catch(() => '');
    await rm(this.#state('calls'), { force: true });
    return calls.split('\n').filter(Boolean);
  }

  /** Runs setup to its end. */
  async setUp(...steps: string[]): Promise<SetupResult> {
    return finish(this.#start(steps));
  }

  /**
   * Starts setup, sends it a signal while npm installs, and returns how it ended, once npm has
   * ended too.
   */
  async interrupt(signal: NodeJS.Signals, ...steps: string[]): Promise<SetupResult> {
    await writeFile(this.#state('halt'), '');
    const setup = this.#start(steps);
    const result = finish(setup);
    await until('npm is half-way', async () => (await this.#haltedNpm()) !== undefined);
    const { guard = 0, halted = 0 } = (await this.#haltedNpm()) ?? {};
    afterTest(this.#context, () => endGroup(guard));
    setup.kill(signal);
    await rm(this.#state('halt'));
    const ended = await result;
    await until('npm has ended', () => !isRunning(halted));
    await rm(this.#state('halted'));
    return ended;
  }

  #start(steps: readonly string[]): ChildProcess {
    const only = steps.flatMap((step) => ['--only', step]);
    return spawn(process.execPath, [join(this.folder, 'scripts', 'setup.mjs'), ...only], {
      env: {
        ...process.env,
        NPM_STATE: join(this.folder, 'npm'),
        PATH: [join(this.folder, 'bin'), process.env['PATH']].join(delimiter),
        XDG_CACHE_HOME: join(this.folder, 'cache'),
      },
    });
  }

  /** The pids of npm, once it is half-way, and of its guard, which leads their group. */
  async #haltedNpm(): Promise<{ readonly halted?: number; readonly guard?: number } | undefined> {
    const text = await readFile(this.#state('halted'), 'utf8').catch(() => '');
    if (!text.endsWith('\n')) return undefined;
    const [halted, guard] = text.split(' ').map(Number);
    return { ...(halted && { halted }), ...(guard && { guard }) };
  }

  #state(name: string): string {
    return join(this.folder, 'npm', name);
  }
}

async function finish(setup: ChildProcess): Promise<SetupResult> {
  let output = '';
  for (const stream of [setup.stdout, setup.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(setup, 'exit');
  return { exitCode: setup.exitCode, output };
}

/** Ends the group that a process leads. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
