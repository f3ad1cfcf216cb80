// An AppHost that the real Aspire CLI and DCP run through the built headless host.

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { installedTool } from '../../scripts/setup/toolCache.mjs';
import { type GuardianProcess, startGuardian } from '../editor/harness/guardianProcess.ts';
import { findMarked, type MarkedProcess } from '../editor/harness/leftovers.ts';
import { afterTest } from '../support/afterTest.ts';
import { builtCli } from '../support/cli.ts';
import type { DotnetRoom } from '../support/dotnet.ts';
import { pollUntil } from '../support/waiting.ts';
import { type Executable, listExecutables, servedPort } from './kubectl.ts';

/** How long an AppHost may take to build and start, or one of its resources to get into a state, in milliseconds. */
const patience = 600_000;

/** The Aspire CLI. */
export function aspireCommand(): string {
  return join(installedTool('aspire'), 'aspire');
}

export interface AppHostOptions {
  /** The resources of the fixture, in their order. */
  readonly resources: readonly string[];
  /** What runs the AppHost: `aspire run` through the built headless host if not given. */
  readonly commandLine?: readonly string[];
  /** Over those of the room. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The command line that runs the AppHost in a room as users do. */
export function aspireRun(room: DotnetRoom): readonly string[] {
  return [aspireCommand(), 'run', '--nologo', '--apphost', appHostProject(room)];
}

/** The command line of the built headless host around a command. */
export function throughHost(
  command: readonly string[],
  ...hostArguments: readonly string[]
): readonly string[] {
  return [process.execPath, builtCli(), 'serve', ...hostArguments, '--', ...command];
}

/** A running AppHost. */
export class AppHost {
  readonly #guardian: GuardianProcess;
  readonly #project: string;
  readonly #mark: string;
  readonly #environment: NodeJS.ProcessEnv;
  /** What the host and the command printed. */
  output = '';
  /** Resolves once the host has ended. */
  readonly ended: Promise<void>;

  constructor(plan: {
    guardian: GuardianProcess;
    project: string;
    mark: string;
    environment: NodeJS.ProcessEnv;
  }) {
    this.#guardian = plan.guardian;
    this.#project = plan.project;
    this.#mark = plan.mark;
    this.#environment = plan.environment;
    const { child } = plan.guardian;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = once(child, 'close').then(() => undefined);
  }

  /** Everything that runs for this AppHost, by the variables that it inherited. */
  processes(): readonly MarkedProcess[] {
    return findMarked(this.#mark);
  }

  /** The process whose command line matches. */
  process(pattern: RegExp): MarkedProcess {
    const found = this.processes().find(({ commandLine }) => pattern.test(commandLine));
    if (found === undefined) throw new Error(`No process of the AppHost matches ${pattern}.`);
    return found;
  }

  /** DCP's executables; none before DCP runs. */
  async executables(): Promise<readonly Executable[]> {
    const kubeconfig = this.#kubeconfig();
    return kubeconfig === undefined ? [] : listExecutables(kubeconfig);
  }

  /** A resource's executable, once it satisfies the condition. */
  async executable(
    resource: string,
    what: string,
    condition: (executable: Executable) => boolean,
  ): Promise<Executable> {
    let last: Executable | undefined;
    await this.#until(`${resource} ${what}`, async () => {
      const own = (await this.executables()).filter((one) => one.resource === resource);
      last = own.find(condition);
      return last !== undefined;
    });
    return last as Executable;
  }

  /** A resource's executable, once its process runs: DCP says Running before it is told the pid. */
  running(resource: string): Promise<Executable> {
    const isRunning = ({ pid, state }: Executable): boolean =>
      state === 'Running' && pid !== undefined;
    return this.executable(resource, 'runs', isRunning);
  }

  /** A resource's executable, once it has come to its end. */
  finished(resource: string): Promise<Executable> {
    return this.executable(resource, 'is over', ({ state }) => endStates.includes(state));
  }

  /** What a resource answers at the address where DCP serves it, once it answers. */
  async answer(resource: string): Promise<string> {
    let text = '';
    let port: number | undefined;
    await this.#until(`${resource} answers`, async () => {
      const kubeconfig = this.#kubeconfig();
      if (kubeconfig !== undefined) port ??= await servedPort(kubeconfig, resource);
      if (port === undefined) return false;
      const response = await fetch(`http://localhost:${port}/`).catch(() => undefined);
      text = (await response?.text().catch(() => '')) ?? '';
      return response?.ok === true;
    });
    return text;
  }

  /** The state of a resource as the AppHost tells it, once it is one that lasts. */
  async settledState(resource: string): Promise<string> {
    let state = '';
    await this.#until(`${resource} has settled`, async () => {
      const description = JSON.parse(await this.aspire('describe', resource, '--format', 'json'));
      state = describedSchema.parse(description).resources[0]?.state ?? '';
      return state === 'Running' || endStates.includes(state);
    });
    return state;
  }

  /** Runs a command of the Aspire CLI on this AppHost. */
  async aspire(...args: readonly string[]): Promise<string> {
    const all = [...args, '--apphost', this.#project, '--non-interactive', '--nologo'];
    const { stdout } = await promisify(execFile)(aspireCommand(), all, { env: this.#environment });
    return stdout;
  }

  /** Ends everything; returns what had to be killed for it. */
  end(): Promise<readonly MarkedProcess[]> {
    return this.#guardian.end();
  }

  #kubeconfig(): string | undefined {
    const commandLines = this.processes().map(({ commandLine }) => commandLine);
    const path = commandLines.flatMap((line) => / --kubeconfig (\S+)/.exec(line)?.[1] ?? [])[0];
    // DCP writes it after its start.
    return path !== undefined && existsSync(path) ? path : undefined;
  }

  async #until(what: string, condition: () => Promise<boolean>): Promise<void> {
    let isOver = false;
    void this.ended.then(() => (isOver = true));
    await pollUntil(what, patience, async () => (await condition()) || isOver).catch(
      (error: Error) => {
        throw new Error(`${error.message} The host printed:\n${this.#shownOutput()}`);
      },
    );
    if (isOver && !(await condition())) {
      throw new Error(`The host ended before ${what}. It printed:\n${this.#shownOutput()}`);
    }
  }

  /** Without the token that lets people into the dashboard. */
  #shownOutput(): string {
    return this.output.replaceAll(/\?t=\w+/g, '?t=…');
  }
}

const endStates: readonly string[] = ['Exited', 'Finished', 'FailedToStart', 'Terminated'];

const describedSchema = z.object({ resources: z.array(z.object({ state: z.string() })) });

/** Starts an AppHost whose project is in the room; it is ended after the test, and even if the test dies. */
export async function startAppHost(
  context: TestContext,
  room: DotnetRoom,
  options: AppHostOptions,
): Promise<AppHost> {
  const appHost = await launchAppHost(room, options);
  afterTest(context, () => appHost.end());
  return appHost;
}

/** Starts an AppHost that the caller ends; it is ended even if this process dies. */
export async function launchAppHost(
  room: DotnetRoom,
  { commandLine = throughHost(aspireRun(room)), environment = {}, resources }: AppHostOptions,
): Promise<AppHost> {
  // The guardian removes its folder, and the same project may be run again.
  const mark = await mkdtemp(room.path('run-'));
  const all = {
    ...room.environment,
    ...environment,
    ASPIRE_CLI_TELEMETRY_OPTOUT: '1',
    FIXTURE_RESOURCES: resources.join(','),
  };
  const [command = '', ...args] = commandLine;
  const guardian = startGuardian({
    folder: mark,
    commands: [[command, ...args]],
    environment: all,
  });
  return new AppHost({ guardian, mark, project: appHostProject(room), environment: all });
}

function appHostProject(room: DotnetRoom): string {
  return room.path('AppHost', 'AppHost.csproj');
}
