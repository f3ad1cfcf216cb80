import { dirname } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../common/disposable.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { pathKey } from '../../dotnet/files/projectFile.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import { type IdeSession, isUnclaimed } from '../../protocol/ideSession.ts';
import { InputTracker } from '../../sessions/inputs/inputTracker.ts';
import { watchFolder } from '../../sessions/inputs/watchFolder.ts';
import { type PreparationEnd, Prebuilds } from '../../sessions/prebuilds/prebuilds.ts';
import type { PrebuildHold, PrebuildLimits, Preset } from '../../sessions/prebuilds/preset.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { SessionChange } from '../../sessions/store.ts';
import {
  canUse,
  findKeptProject,
  type KeptProject,
  planProject,
  type ProjectToKeep,
} from './keptProject.ts';
import { KeptSessions } from './keptSessions.ts';
import { toPreparation, withPage } from './preparation.ts';
import type { PrebuildTools } from './prebuildTools.ts';
import { isUsing } from './projectUse.ts';

/** What happened to prepared sessions, for metrics. */
export interface PrebuildObserver {
  /** A preparation has ended. */
  prepared(end: Pick<PreparationEnd, 'duration' | 'result'>): void;
  /** A request matched a project that is kept prepared: `claimed` if it got a session, `missed` if none was ready. */
  requested(result: 'claimed' | 'missed'): void;
}

export interface HostPrebuildsOptions {
  readonly sessions: Sessions;
  readonly launchTypes: LaunchTypes;
  readonly tools: PrebuildTools;
  readonly observer: PrebuildObserver;
  readonly clock: Clock;
  readonly log: Log;
}

const limits: PrebuildLimits = {
  total: 10,
  width: 1,
  firstWait: 2_000,
  longestWait: 120_000,
  maxFailures: 3,
  loadInterval: 15_000,
};

/** Keeps projects prepared, each shown as a session that the first matching request gets. */
export class HostPrebuilds {
  readonly #options: HostPrebuildsOptions;
  readonly #prebuilds: Prebuilds<Disposable>;
  readonly #kept: KeptSessions;
  readonly #inputs: InputTracker;
  readonly #resources = new DisposableStore();
  /** The keys of the files and folders of the projects that are built with each project, itself included. */
  readonly #builtWith = new Map<string, ReadonlySet<string>>();
  #projects: readonly KeptProject[] = [];
  #revision = 0;

  constructor(options: HostPrebuildsOptions) {
    this.#options = options;
    const { clock, log, observer, sessions, tools } = options;
    this.#kept = new KeptSessions(sessions, clock);
    this.#prebuilds = new Prebuilds({
      limits,
      clock,
      log,
      prepare: (preset, signal) => this.#prepare(preset, signal),
      getHold: (preset) => this.#getHold(preset),
    });
    this.#inputs = this.#resources.add(
      new InputTracker({
        clock,
        watchFolder,
        changed: (name, condition) => {
          if (condition !== undefined) this.#prebuilds.changed(name);
        },
        unwatched: (name, message) => log.warn(`${name} is kept prepared, but ${message}`),
      }),
    );
    this.#resources.add(this.#prebuilds.changes(() => this.#show()));
    this.#resources.add(this.#prebuilds.ends((end) => observer.prepared(end)));
    this.#resources.add(tools.builds.demand(() => this.#prebuilds.reconcileAll()));
    if (tools.pages) this.#resources.add(tools.pages.changes(() => this.#show()));
    this.#resources.add(sessions.changes((change) => this.#onChange(change)));
    this.#resources.add(sessions.prepared.offer((request) => this.#offer(request)));
  }

  /** Keeps these projects prepared, instead of earlier ones. */
  async keep(wanted: readonly ProjectToKeep[]): Promise<void> {
    const revision = ++this.#revision;
    const { launchTypes, tools } = this.#options;
    const found = await Promise.all(wanted.map((one) => findKeptProject(one, launchTypes, tools)));
    if (revision !== this.#revision) return;
    const byName = new Map(found.map((project) => [project.name, project]));
    for (const { name } of this.#projects) if (!byName.has(name)) this.#forget(name);
    this.#projects = [...byName.values()];
    this.#kept.keepOnly(this.#projects);
    this.#prebuilds.run(this.#projects);
  }

  /** Stops preparing, and removes what was prepared. Resolves when no build runs any more. */
  async close(): Promise<void> {
    this.#revision++;
    this.#projects = [];
    this.#resources.dispose();
    this.#prebuilds.stop('The host is closing.');
    this.#kept.keepOnly([]);
    await this.#prebuilds.ended();
  }

  async #prepare({ name }: Preset, signal: AbortSignal): Promise<Disposable> {
    const { clock, tools } = this.#options;
    const project = this.#projects.find((one) => one.name === name);
    if (project === undefined) return toDisposable(() => undefined);
    const readSince = clock.now();
    const before = await tools.findInputs(name);
    signal.throwIfAborted();
    this.#inputs.track(name, { ...before, readSince });
    const prepared = await tools.prepare(project.plan, signal);
    try {
      // A restore tells which projects are referenced.
      const [after, projects] = await Promise.all([
        tools.findInputs(name),
        tools.findProjects(name),
      ]);
      signal.throwIfAborted();
      const files = [...projects, name];
      this.#builtWith.set(name, new Set([...files, ...files.map(dirname)].map(pathKey)));
      const isKnown = JSON.stringify(after) === JSON.stringify(before);
      if (!isKnown) this.#inputs.track(name, { ...after, readSince });
      return prepared;
    } catch (error) {
      prepared.dispose();
      throw error;
    }
  }

  #getHold({ name }: Preset): PrebuildHold | undefined {
    const { launchTypes, sessions, tools } = this.#options;
    const project = this.#projects.find((one) => one.name === name);
    const keys = new Set([...(project?.paths ?? []), ...(this.#builtWith.get(name) ?? [])]);
    const isInUse = sessions
      .list()
      .filter(({ metadata }) => !this.#kept.has(metadata.name))
      .filter(isUsing)
      .some(({ spec }) => {
        const plan = planProject(spec, launchTypes);
        return plan !== undefined && keys.has(pathKey(plan.project));
      });
    if (isInUse) return 'inUse';
    if (tools.builds.isWanted) return 'building';
    return tools.isLoaded() ? 'loaded' : undefined;
  }

  /** Returns the session of a project that a request launches, if it is ready. */
  #offer({ spec }: IdeSession): string | undefined {
    const { launchTypes, log, observer } = this.#options;
    const plan = this.#projects.length === 0 ? undefined : planProject(spec, launchTypes);
    const project = plan && this.#projects.find((one) => canUse(plan, one));
    if (project === undefined) return undefined;
    const isReady = this.#prebuilds.isReady(project.fingerprint);
    const session = isReady ? this.#kept.give(project) : undefined;
    this.#prebuilds.claim(project.fingerprint);
    observer.requested(session === undefined ? 'missed' : 'claimed');
    if (session !== undefined) log.debug(`Session ${session} was prepared ahead.`);
    return session;
  }

  #onChange(change: SessionChange): void {
    const { session, type } = change;
    const { name } = session.metadata;
    // Its name is known when it is created.
    if (type === 'added' && isUnclaimed(session)) return;
    if (!this.#kept.has(name)) {
      const wasUsing = type !== 'added' && isUsing(change.previous);
      const isNowUsing = type !== 'removed' && isUsing(session);
      if (wasUsing !== isNowUsing) this.#prebuilds.reconcileAll();
    } else if (session.spec.desiredState === 'Running') {
      this.#onStart(name);
    } else if (type === 'removed' || !isAvailable(session)) {
      this.#kept.forget(name);
      this.#prebuilds.reconcileAll();
    }
  }

  /** A client of the resource API has started a prepared session. */
  #onStart(session: string): void {
    const project = this.#projects.find((one) => this.#kept.findName(one) === session);
    if (project === undefined) return;
    this.#kept.give(project);
    this.#prebuilds.claim(project.fingerprint);
    this.#options.observer.requested('claimed');
  }

  #show(): void {
    const { clock, log, tools } = this.#options;
    for (const project of this.#projects) {
      const reason = this.#prebuilds.reason(project.name);
      if (reason === undefined) continue;
      try {
        const page = tools.pages?.getState(project.name);
        const preparation = toPreparation(reason, clock.elapsed(), clock.now());
        this.#kept.show(project, page ? withPage(preparation, page) : preparation);
      } catch (error) {
        log.error(`The preparation of ${project.name} can't be shown: ${getMessage(error)}`);
      }
    }
  }

  #forget(name: string): void {
    this.#inputs.forget(name);
    this.#builtWith.delete(name);
  }
}

/** Whether a request can get the session: no client has stopped it, or asked for its removal. */
function isAvailable(session: IdeSession): boolean {
  return isUnclaimed(session) && session.metadata.deletionTimestamp === undefined;
}
