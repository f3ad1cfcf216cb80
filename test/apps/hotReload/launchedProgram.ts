import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppLaunch } from '../../../src/apps/appLaunch.ts';
import { Builds } from '../../../src/dotnet/build/builds.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import type { ProjectLaunchPlan } from '../../../src/launch/launchPlan.ts';
import type { SessionCondition } from '../../../src/protocol/ideSession.ts';
import { WorkQueue } from '../../../src/common/workQueue.ts';
import { InputTracker } from '../../../src/sessions/inputs/inputTracker.ts';
import { watchFolder } from '../../../src/sessions/inputs/watchFolder.ts';
import type { HotReloadStatus } from '../../../src/wasm/hotReload/hotReloadPort.ts';
import type { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { pollUntil } from '../../../tools/fixtures/waiting.ts';

/** How long a start, or the first change, may take on a busy machine, in milliseconds. */
export const limit = 300_000;

/** One launch of a project without a debugger, in a window with hot reload. */
export class LaunchedProgram {
  readonly statuses: HotReloadStatus[] = [];
  readonly notes: string[] = [];
  readonly pids: (number | undefined)[] = [];
  readonly exited: Promise<number | undefined>;
  stdout = '';
  stderr = '';
  outOfDate: SessionCondition | undefined;
  readonly #launch: AppLaunch;
  readonly #tracker: InputTracker;

  constructor(fixture: DotnetFixture, project: string, plan: Partial<ProjectLaunchPlan> = {}) {
    const { dotnet } = fixture;
    const projects = new Projects(dotnet);
    this.#tracker = new InputTracker({
      clock: systemClock,
      watchFolder,
      changed: (_, condition) => (this.outOfDate = condition),
      unwatched: (_, message) => this.notes.push(message),
    });
    const user = {
      program: join(import.meta.dirname, '../../../media/hotReload'),
      starts: new WorkQueue(1),
      isAutomatic: () => true,
      open: () => ({
        show: (status: HotReloadStatus) => void this.statuses.push(status),
        dispose() {},
      }),
    };
    const programOptions = { clock: systemClock, watchdog: noWatchdog, grace: () => 10_000 };
    const { launchContext } = dotnet;
    const host = { clock: systemClock, log: new RecordingLog(), launchContext, programOptions };
    const tools = { dotnet, projects, builds: new Builds(dotnet, projects), buildObserver: {} };
    const session = { requestedBy: 'user', controller: undefined };
    const debugging = { hotReload: user };
    const options = { host, tools, session, debugging, opening: {}, progress: undefined };
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    this.#launch = new AppLaunch(
      {
        kind: 'project',
        name: 'Program',
        mode: 'NoDebug',
        project,
        profile: { kind: 'none' },
        build: {},
        isPrebuilt: false,
        env: [],
        page: undefined,
        ...plan,
      },
      options as never,
      {
        waiting() {},
        started: (pid) => void this.pids.push(pid),
        output: (stream, chunk) => {
          this[stream] += decoders[stream].decode(chunk, { stream: true });
          return undefined;
        },
        message: (_, text) => void this.notes.push(text),
        note: (text) => void this.notes.push(text),
        inputs: (inputs) => inputs && this.#tracker.track('program', inputs),
      },
    );
    this.exited = this.#launch.exited.finally(() => this.#tracker.dispose());
  }

  /** Resolves when a condition holds. */
  async until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    try {
      await pollUntil(what, limit, condition);
    } catch (error) {
      const { notes, stderr, statuses, stdout } = this;
      throw new Error(JSON.stringify({ notes, statuses, stdout, stderr }), { cause: error });
    }
  }

  /** Resolves to the first status of a kind after a number of statuses. */
  async told<K extends HotReloadStatus['kind']>(
    kind: K,
    after = 0,
  ): Promise<HotReloadStatus & { readonly kind: K }> {
    const find = () => this.statuses.slice(after).find((one) => one.kind === kind);
    await this.until(`hot reload says ${kind}`, () => find() !== undefined);
    return find() as HotReloadStatus & { readonly kind: K };
  }

  async stop(): Promise<number | undefined> {
    await this.#launch.end();
    return await this.exited;
  }

  /** Returns the variables of the program's process, as the system knows them. */
  async environment(): Promise<readonly string[]> {
    return (await readFile(`/proc/${this.pids[0]}/environ`, 'utf8')).split('\0');
  }
}
