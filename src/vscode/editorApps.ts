import * as vscode from 'vscode';
import { findApps, type FoundApps } from '../blazor/findApps.ts';
import { WebServers } from '../blazor/serving/webServers.ts';
import { systemClock } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { Log } from '../common/log.ts';
import { Builds } from '../dotnet/builds.ts';
import { Projects } from '../dotnet/projects.ts';
import type { LaunchContext } from '../launch/launchPlan.ts';
import type { Watchdog } from '../runners/watchdog/watchdog.ts';
import type { EditorLaunchParts } from './appRun.ts';
import { BuildDisplay } from './buildDisplay.ts';
import { inheritedEnvironment } from './environment.ts';
import { LiveApps } from './liveApps.ts';
import { projectStore } from './projectStore.ts';
import { settings } from './settings.ts';

/** How long a program may take to end once the window closes, in milliseconds. */
const graceAtClose = 1_500;
/** How long a web server may take until it listens, in milliseconds. */
const serverReadyTimeout = 60_000;

/** What the window's apps stand on: their projects, servers and displays. */
export class EditorApps implements Disposable {
  readonly live = new LiveApps();
  readonly parts: EditorLaunchParts;
  readonly #owned = new DisposableStore();
  readonly #unbound = new vscode.EventEmitter<string>();
  #isClosing = false;

  /** Fires with the title of an app whose C# breakpoints stay unbound. */
  readonly onDidStayUnbound = this.#unbound.event;

  /** `storage` is the workspace's own folder, which a window without a folder lacks. */
  constructor(log: Log, storage: vscode.Uri | undefined, watchdog: Watchdog) {
    const launchContext: LaunchContext = {
      workspace: workspaceFolder(),
      environment: inheritedEnvironment(process.env),
      platform: process.platform,
      get baseProfile() {
        return settings.launchProfile();
      },
    };
    const programOptions = {
      clock: systemClock,
      watchdog,
      grace: () => (this.#isClosing ? graceAtClose : settings.stopGrace()),
    };
    const dotnet = { clock: systemClock, launchContext, watchdog };
    const projects = this.#owned.add(
      new Projects(
        dotnet,
        storage && projectStore(vscode.Uri.joinPath(storage, 'projects.json').fsPath),
      ),
    );
    this.parts = {
      clock: systemClock,
      log,
      launchContext,
      programOptions,
      projects,
      dotnet,
      builds: new Builds(dotnet, projects),
      servers: new WebServers({ ...programOptions, readyTimeout: serverReadyTimeout }),
      browserSettings: settings.browser,
      buildObserver: this.#owned.add(new BuildDisplay()),
      candidates: projectFiles,
      unbound: (title) => this.#unbound.fire(title),
    };
    this.#owned.add(this.#unbound);
  }

  /** From now on programs get the little time that a closing window has. */
  hurry(): void {
    this.#isClosing = true;
  }

  find(
    projects: readonly string[],
    solutions: readonly string[],
    signal: AbortSignal,
  ): Promise<FoundApps> {
    return findApps(projects, solutions, this.parts.projects, this.parts.dotnet, signal);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

async function projectFiles(): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles('**/*.csproj', '**/{bin,obj,node_modules}/**');
  return found.map(({ fsPath }) => fsPath);
}

/** Relative paths start from the first folder, or from the home folder where none is open. */
function workspaceFolder(): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  return first?.uri.fsPath ?? process.env['HOME'] ?? process.cwd();
}
