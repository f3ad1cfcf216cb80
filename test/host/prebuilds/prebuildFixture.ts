import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { PageState } from '../../../src/apps/prepared/preparedPages.ts';
import { toDisposable } from '../../../src/common/disposable.ts';
import { type Deferred, deferred } from '../../../src/common/deferred.ts';
import { Emitter } from '../../../src/common/emitter.ts';
import { HostPrebuilds } from '../../../src/host/prebuilds/hostPrebuilds.ts';
import type { PrebuildTools } from '../../../src/host/prebuilds/prebuildTools.ts';
import type { ProjectLaunchPlan } from '../../../src/launch/launchPlan.ts';
import {
  getPreparation,
  type IdeSession,
  isUnclaimed,
  type SessionOwner,
} from '../../../src/protocol/ideSession.ts';
import type { SessionsOptions } from '../../../src/sessions/sessions.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { completeLaunchTypes } from '../../../tools/fixtures/sessions/launchTypes.ts';
import {
  openFixture,
  type SessionFixture,
} from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

/** A preparation, which ends when the test says so. */
interface Work {
  readonly plan: ProjectLaunchPlan;
  readonly signal: AbortSignal;
  readonly done: Deferred<void>;
}

/** Prepared sessions of one project, whose builds a test plays. */
export class PrebuildFixture {
  readonly sessions: SessionFixture;
  readonly folder: string;
  readonly works: Work[] = [];
  readonly observed: string[] = [];
  /** The projects that are built with the project. */
  readonly references: string[] = [];
  readonly prebuilds: HostPrebuilds;
  /** How often what was prepared was released. */
  released = 0;
  /** Called when the projects that are built with the project are looked for, which follows its build. */
  afterBuild: () => void = () => undefined;
  readonly #demand = new Emitter<void>();
  /** What the machine and the user do, and whether stopped preparations end only when the test says so. */
  readonly facts = { isLoaded: false, isSlow: false, isWanted: false };
  page: PageState | undefined;
  readonly pageChanges = new Emitter<void>();
  #saves = 0;

  static async open(
    context: TestContext,
    options: Partial<SessionsOptions> = {},
  ): Promise<PrebuildFixture> {
    const folder = await temporaryFolder(context);
    const sessions = await openFixture(context, options);
    // Later than the times of all files, which count as read.
    sessions.clock.jump(Date.now() + 3_600_000 - sessions.clock.now().getTime());
    const fixture = new PrebuildFixture(sessions, folder);
    afterTest(context, () => void fixture.prebuilds.close());
    await fixture.save();
    await fixture.prebuilds.keep([{ path: fixture.project }]);
    return fixture;
  }

  private constructor(sessions: SessionFixture, folder: string) {
    this.sessions = sessions;
    this.folder = folder;
    this.prebuilds = new HostPrebuilds({
      clock: sessions.clock,
      log: sessions.log,
      sessions: sessions.sessions,
      launchTypes: completeLaunchTypes({ workspace: folder, environment: {}, platform: 'linux' }),
      tools: this.#createTools(),
      observer: {
        prepared: ({ result }) => this.observed.push(result),
        requested: (result) => this.observed.push(result),
      },
    });
  }

  get project(): string {
    return join(this.folder, 'Shop.csproj');
  }

  /** The session that shows how far the project is. */
  get prepared(): IdeSession {
    const [session, ...others] = this.sessions.sessions.list().filter(isUnclaimed);
    if (session === undefined || others.length > 0) throw new Error('There must be one.');
    return session;
  }

  /** What the prepared session says. */
  get reason(): string | undefined {
    return getPreparation(this.prepared)?.reason;
  }

  /** Waits for the next preparation. */
  async begun(): Promise<Work> {
    await until('a preparation begins', () => this.works.length > 0);
    const work = this.works.shift();
    if (work === undefined) throw new Error('There is none.');
    return work;
  }

  /** Waits for a preparation, and lets it succeed. */
  async prepare(): Promise<void> {
    const { done } = await this.begun();
    done.resolve();
    await until('it is ready', () => this.reason === 'Ready');
  }

  /** Waits for a preparation, and lets it fail. */
  async fail(): Promise<void> {
    const { done } = await this.begun();
    done.reject(new Error('It broke.'));
    await turn();
  }

  request(owner: SessionOwner, configuration: Readonly<Record<string, unknown>> = {}): IdeSession {
    const launchConfiguration = {
      type: 'project',
      project_path: this.project,
      mode: 'Debug' as const,
      ...configuration,
    };
    const env = [{ name: 'PORT', value: '5001' }];
    return this.sessions.sessions.create(owner, { launchConfiguration, env, args: ['--fast'] });
  }

  /** The user begins or stops waiting for builds. */
  want(isWanted: boolean): void {
    this.facts.isWanted = isWanted;
    this.#demand.fire();
  }

  async save(): Promise<void> {
    await writeFile(join(this.folder, 'Program.cs'), String(++this.#saves));
  }

  /** Changes a file until that has an effect: its content may not have been read yet. */
  async changeUntil(what: string, hasEffect: () => boolean): Promise<void> {
    await until(what, async () => {
      await this.save();
      await turn();
      this.sessions.clock.advance(50);
      return hasEffect();
    });
  }

  #createTools(): PrebuildTools {
    const { facts, folder, references } = this;
    return {
      findFile: async (path) => (path === folder ? this.project : path),
      prepare: (plan, signal) => {
        const work = { plan, signal, done: deferred() };
        signal.addEventListener('abort', () => {
          if (!facts.isSlow) work.done.reject(signal.reason as Error);
        });
        this.works.push(work);
        return work.done.promise.then(() => toDisposable(() => this.released++));
      },
      findInputs: async () => ({ base: folder, files: [join(folder, 'Program.cs')], folders: [] }),
      findProjects: async (project) => {
        this.afterBuild();
        return [project, ...references];
      },
      builds: {
        get isWanted() {
          return facts.isWanted;
        },
        demand: this.#demand.event,
      },
      pages: {
        changes: this.pageChanges.event,
        getState: () => this.page,
        used: { memory: 0, processorTime: 0 },
      },
      isLoaded: () => facts.isLoaded,
    };
  }
}
