import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { planProject, type ProjectToKeep } from '../../host/prebuilds/keptProject.ts';
import { MostRun } from '../../host/prebuilds/mostRun.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import { type IdeSession, isUnclaimed } from '../../protocol/ideSession.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { SessionChange } from '../../sessions/store.ts';
import { onValueChange } from '../window/configuredValue.ts';
import type { HostOwner } from '../window/hostOwner.ts';
import { settings } from '../window/settings.ts';

const key = 'projectRuns';

interface WindowPrebuildsOptions {
  readonly owner: HostOwner;
  readonly launchTypes: LaunchTypes;
  /** Where runs of projects are counted. */
  readonly memory: vscode.Memento;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps projects prepared once the workspace is trusted: those that the settings name, and those that are run most. */
export class WindowPrebuilds implements Disposable {
  readonly #options: WindowPrebuildsOptions;
  readonly #mostRun: MostRun;
  readonly #resources = new DisposableStore();
  /** What is kept, as text; `undefined` after a failure. */
  #kept: string | undefined = toText([]);

  constructor(options: WindowPrebuildsOptions) {
    this.#options = options;
    this.#mostRun = new MostRun(options.memory.get(key), options.clock);
    const refresh = (): void => void this.refresh();
    const { prebuildHours, prebuildMostRun, prebuilds } = settings;
    this.#resources.add(onValueChange([prebuilds, prebuildHours, prebuildMostRun], refresh));
    this.#resources.add(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
  }

  /** Counts the runs of projects from now on. */
  follow(sessions: Sessions): void {
    this.#resources.add(
      sessions.changes((change) => {
        if (isRun(change)) void this.#count(change.session);
      }),
    );
  }

  /** Prepares the projects of the present settings, after a change of them or of workspace trust. */
  async refresh(): Promise<void> {
    const { log, owner } = this.#options;
    if (!vscode.workspace.isTrusted) return;
    try {
      const projects = this.#listProjects();
      const kept = toText(projects);
      if (kept === this.#kept) return;
      this.#kept = kept;
      const host = await owner.host();
      await host.keepPrepared(projects);
    } catch (error) {
      this.#kept = undefined;
      log.error(`Projects can't be built ahead: ${getMessage(error)}`);
    }
  }

  dispose(): void {
    this.#resources.dispose();
  }

  async #count({ spec }: IdeSession): Promise<void> {
    const { launchTypes, log, memory } = this.#options;
    const plan = planProject(spec, launchTypes);
    if (plan === undefined || plan.isPrebuilt) return;
    this.#mostRun.add(plan.project);
    try {
      await memory.update(key, this.#mostRun.runs);
    } catch (error) {
      log.warn(`The run of ${plan.project} can't be stored: ${getMessage(error)}`);
    }
    await this.refresh();
  }

  /** Returns the projects of all workspace folders, and those that are run most. Throws a HumanError for invalid settings. */
  #listProjects(): readonly ProjectToKeep[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const listed = folders.flatMap(({ uri }) =>
      settings.prebuilds.get(uri).map((path) => resolve(uri.fsPath, path)),
    );
    const mostRun = this.#mostRun.list(settings.prebuildMostRun.get()).filter(existsSync);
    return [...new Set([...listed, ...mostRun])].map((path) => ({
      path,
      schedule: settings.prebuildHours.get(vscode.Uri.file(path)),
    }));
  }
}

/** Whether a client has created a session, or has got one that was prepared. */
function isRun(change: SessionChange): boolean {
  const { session, type } = change;
  if (type === 'added') return session.metadata.owner.kind !== 'host';
  const isClaimed = type === 'modified' && isUnclaimed(change.previous);
  return isClaimed && session.spec.desiredState === 'Running';
}

function toText(projects: readonly ProjectToKeep[]): string {
  return JSON.stringify(
    projects.map(({ path, schedule }) => [
      path,
      schedule && { ...schedule, days: [...schedule.days] },
    ]),
  );
}
