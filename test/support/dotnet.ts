import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';

import type { Dotnet } from '../../src/dotnet/sdk/sdk.ts';
import { afterTest } from './afterTest.ts';
import { createClient, createServedClient } from './blazorProjects.ts';
import { noWatchdog } from './noWatchdog.ts';
import { ownEnvironment } from './programs.ts';
import { quietClock } from './quietClock.ts';
import { until } from './waiting.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');

/** A folder for .NET projects with a real `dotnet` that keeps what it makes there and leaves nothing running. */
export class DotnetRoom {
  readonly folder: string;
  /** The variables of `dotnet`, which a test may change. */
  readonly environment: Record<string, string>;

  /** Makes a room that the caller removes. */
  static async make(): Promise<DotnetRoom> {
    const folder = await mkdtemp(join(tmpdir(), 'ide-session-host-dotnet-'));
    await mkdir(join(folder, 'tmp'));
    return new DotnetRoom(folder);
  }

  /** Makes a room that the caller removes, in which the outputs of file-based programs are kept too. */
  static async withFilePrograms(): Promise<DotnetRoom> {
    const room = await DotnetRoom.make();
    room.environment['XDG_DATA_HOME'] = room.path('data');
    await mkdir(room.path('data'));
    return room;
  }

  /** Makes a room that is removed after the test. */
  static async of(context: TestContext): Promise<DotnetRoom> {
    const room = await DotnetRoom.make();
    afterTest(context, () => room.remove());
    return room;
  }

  private constructor(folder: string) {
    const temporary = join(folder, 'tmp');
    this.folder = folder;
    this.environment = {
      ...ownEnvironment,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      MSBUILDDISABLENODEREUSE: '1',
      DOTNET_CLI_USE_MSBUILD_SERVER: '0',
    };
  }

  get dotnet(): Dotnet {
    const { environment, folder: workspace } = this;
    return {
      clock: quietClock,
      watchdog: noWatchdog,
      launchContext: { workspace, environment, platform: process.platform },
    };
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** Writes a file and the folders that it needs, and gives its path. */
  async write(name: string, text: string): Promise<string> {
    const path = this.path(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  /** Writes a project of the plain SDK, with more of what stands in it, and gives its path. */
  project(name: string, more = '', framework = '<TargetFramework>net10.0</TargetFramework>') {
    return this.write(
      name,
      `<Project Sdk="Microsoft.NET.Sdk">\n<PropertyGroup>${framework}</PropertyGroup>\n${more}\n</Project>\n`,
    );
  }

  /** Writes a file-based program that needs no package, whose code begins in its second line, and gives its path. */
  fileProgram(name: string, code: string): Promise<string> {
    return this.write(name, `#:property PublishAot=false\n${code}\n`);
  }

  /**
   * Writes a project `NAME/NAME.csproj` that is restored and compiles nothing, so that its builds are
   * short; they fail if there is a file wrong.txt.
   */
  quickProject(name: string, more = ''): Promise<string> {
    const text = `<Project>
    <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
    <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
    ${more}
    <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
    <Target Name="CoreBuild" DependsOnTargets="ResolvePackageAssets">
      <Error Condition="Exists('wrong.txt')" Text="Wrong." />
    </Target>
  </Project>`;
    return this.write(`${name}/${name}.csproj`, text);
  }

  /** Writes a program `NAME/NAME.csproj` whose build says `waiting NAME` and goes on once the room has a file `signal`. */
  waitingProject(name: string, signal = 'go'): Promise<string> {
    const command = `echo waiting ${name}; while [ ! -e '${this.path(signal)}' ]; do sleep 0.05; done`;
    return this.quickProject(
      name,
      `<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>
      <Target Name="Wait" BeforeTargets="CoreBuild"><Exec Command="${command}" /></Target>`,
    );
  }

  /** Writes a project `NAME/NAME.csproj` whose evaluation never ends. Not on Windows. */
  endlessProject(name: string): Promise<string> {
    const pipe = this.path(`${name}.pipe`);
    // Whoever reads a pipe that nobody writes waits for ever.
    execFileSync('mkfifo', [pipe]);
    const text = `$([System.IO.File]::ReadAllText('${pipe}'))`;
    return this.project(`${name}/${name}.csproj`, `<PropertyGroup><A>${text}</A></PropertyGroup>`);
  }

  /** Writes a project `NAME/NAME.csproj` of any SDK that references others of the room by their names, and gives its path. */
  sdkProject(name: string, sdk: string, ...references: readonly string[]): Promise<string> {
    const items = references.map(
      (other) => `<ProjectReference Include="../${other}/${other}.csproj" />`,
    );
    return this.write(
      join(name, `${name}.csproj`),
      `<Project Sdk="${sdk}">\n<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>\n<ItemGroup>${items.join('')}</ItemGroup>\n</Project>\n`,
    );
  }

  /** Creates a stand-alone Blazor client `NAME/NAME.csproj` from the SDK's template; see createClient. */
  client(name: string): Promise<void> {
    return createClient(this.path(name));
  }

  /** Creates a server `NAME/NAME/NAME.csproj` and its client from the SDK's template; see createServedClient. */
  servedClient(name: string): Promise<void> {
    return createServedClient(this.path(name), 'WebAssembly');
  }

  /** Copies projects of the fixtures side by side. */
  async fixtures(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await cp(join(fixtures, name), this.path(name), {
        recursive: true,
        filter: (source) => !/[\\/](bin|obj)$/.test(source),
      });
    }
  }

  /** Runs a `dotnet` command, which must succeed. */
  async run(...args: readonly string[]): Promise<string> {
    const { environment: env, folder: cwd } = this;
    return (await promisify(execFile)('dotnet', args, { cwd, env })).stdout;
  }

  /** Makes `dotnet` tell each of its calls to the function that is given back, which lists them by their arguments. */
  async countCalls(): Promise<() => Promise<readonly string[]>> {
    const log = this.path('calls.log');
    const script = `#!/bin/sh\necho "$*" >> '${log}'\nexec '${realDotnet()}' "$@"\n`;
    await chmod(await this.write(join('counting', 'dotnet'), script), 0o700);
    this.environment['PATH'] = [this.path('counting'), ownEnvironment['PATH']].join(delimiter);
    return async () => {
      const text = await readFile(log, 'utf8').catch(() => '');
      return text.split('\n').filter((line) => line !== '');
    };
  }

  /** The processes that run with the room's variables, on Linux; the compiler's server is there for all. */
  processes(): readonly number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => readProcess(pid, 'environ').includes(`TMPDIR=${this.path('tmp')}`))
      .filter((pid) => !readProcess(pid, 'cmdline').includes('VBCSCompiler'));
  }

  /** Removes the folder, once nothing runs in it any more. */
  async remove(): Promise<void> {
    if (process.platform === 'linux') await this.#untilNothingRuns();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** What does not end is killed, and an error. */
  async #untilNothingRuns(): Promise<void> {
    try {
      await until('nothing of the room runs', () => this.processes().length === 0);
    } finally {
      for (const pid of this.processes()) process.kill(pid, 'SIGKILL');
    }
  }
}

/** The file that the command `dotnet` runs. */
export function realDotnet(): string {
  const folders = (ownEnvironment['PATH'] ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, 'dotnet')).find(existsSync);
  if (found === undefined) throw new Error('There is no dotnet in PATH.');
  return found;
}

function readProcess(pid: number, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
