import * as vscode from 'vscode';
import { existsSync } from 'node:fs';
import { freemem } from 'node:os';
import { findApps, type FoundApps } from '../../apps/search/findApps.ts';
import { WebServers } from '../../projects/serving/webServers.ts';
import { systemClock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Log } from '../../common/log.ts';
import { Builds } from '../../dotnet/build/builds.ts';
import type { ClientHint } from '../../dotnet/evaluate/clientHint.ts';
import { Projects } from '../../dotnet/evaluate/projects.ts';
import { SolutionLists } from '../../dotnet/files/solutionLists.ts';
import { readSolutionProjects } from '../../dotnet/files/solutions.ts';
import { withRootInPath } from '../../dotnet/sdk/rootInPath.ts';
import type { MemoryOptions, StateStore } from '../../dotnet/upToDate/savedState.ts';
import type { LaunchContext } from '../../launch/launchPlan.ts';
import type { Watchdog } from '../../processes/watchdog/watchdog.ts';
import { PreparedPages } from '../../apps/prepared/preparedPages.ts';
import { LoadedTabs } from '../../apps/loadedTabs.ts';
import { SpareBrowsers } from '../../browser/program/spareBrowsers.ts';
import { SpareProxies } from '../../wasm/debugProxy/spareProxies.ts';
import type { WindowLaunchOptions } from '../run/editorAppLaunch.ts';
import { BuildDisplay } from '../ui/buildDisplay.ts';
import { askDialog } from '../ui/dialogs.ts';
import { HotReloads } from '../ui/hotReload/hotReloads.ts';
import { evaluateEarly } from './earlyEvaluation.ts';
import { getInheritedEnvironment } from './environment.ts';
import { LiveApps } from './liveApps.ts';
import { PageTabs } from '../ui/pageView/pageTabs.ts';
import { PhaseMemory } from '../ui/phaseMemory.ts';
import { onValueChange } from './configuredValue.ts';
import { settings, type SettingsScope } from './settings.ts';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Stores project evaluations in a file for the next window of the same workspace. */
function projectStore(file: string): StateStore {
  return {
    load: async () => JSON.parse(await readFile(file, 'utf8')) as unknown,
    async save(value) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(value), { mode: 0o600 });
    },
  };
}

/** The grace period of programs when the window closes, in milliseconds. */
const graceAtClose = 1_500;
/** How long a web server may take to listen, in milliseconds. */
const serverReadyTimeout = 60_000;

/** Services for the apps of the window: projects, servers and displays. */
export class EditorApps implements Disposable {
  readonly live = new LiveApps();
  readonly buildDisplay: BuildDisplay;
  readonly pageTabs: PageTabs;
  readonly hotReloads: HotReloads;
  readonly launchOptions: WindowLaunchOptions;
  readonly builds: Builds;
  readonly #resources = new DisposableStore();
  readonly #unbound = new vscode.EventEmitter<string>();
  readonly #solutions: SolutionLists;
  readonly #spareBrowsers = new SpareBrowsers({ clock: systemClock, freeMemory: freemem });
  readonly preparedPages: PreparedPages;
  readonly #spareProxies = new SpareProxies({ clock: systemClock, freeMemory: freemem });
  #isClosing = false;

  /** Fires with the title of an app whose C# breakpoints stay unbound. */
  readonly onDidStayUnbound = this.#unbound.event;

  constructor(
    log: Log,
    context: Pick<
      vscode.ExtensionContext,
      'storageUri' | 'workspaceState' | 'extensionPath' | 'extensionUri'
    >,
    watchdog: Watchdog,
    followRelays: WindowLaunchOptions['followRelays'],
  ) {
    const { storageUri, workspaceState } = context;
    this.pageTabs = this.#resources.add(new PageTabs({ clock: systemClock, context, log }));
    this.hotReloads = new HotReloads(context.extensionPath);
    this.buildDisplay = this.#resources.add(new BuildDisplay());
    const launchContext: LaunchContext = {
      workspace: workspaceFolder(),
      environment: withRootInPath(getInheritedEnvironment(process.env), process.platform),
      platform: process.platform,
      hasFile: existsSync,
      get baseProfile() {
        return settings.launchProfile.get(undefined);
      },
    };
    const programOptions = {
      clock: systemClock,
      watchdog,
      grace: () => this.#grace(undefined),
    };
    const dotnet = { clock: systemClock, launchContext, watchdog };
    const memory = (name: string): MemoryOptions => ({
      isTrusted: (project) => settings.skipUpToDateBuilds.get(vscode.Uri.file(project)),
      ...(storageUri && { store: projectStore(vscode.Uri.joinPath(storageUri, name).fsPath) }),
    });
    const projects = this.#resources.add(new Projects(dotnet, memory('projects.json')));
    this.builds = this.#resources.add(new Builds(dotnet, projects, memory('builds.json')));
    this.#solutions = new SolutionLists((path, signal) =>
      readSolutionProjects(path, dotnet, signal),
    );
    const pages = new PreparedPages({
      clock: systemClock,
      log,
      freeMemory: freemem,
      runsServers: () => settings.prebuildServers.get(),
      limits: () => settings.prebuildLimits.get(),
    });
    this.preparedPages = pages;
    this.#resources.add(vscode.debug.onDidChangeBreakpoints(() => pages.breakpointsChanged()));
    this.#resources.add(
      onValueChange([settings.prebuildServers], () => void pages.serversChanged()),
    );
    this.launchOptions = {
      host: { clock: systemClock, log, launchContext, programOptions },
      tools: {
        dotnet,
        projects,
        builds: this.builds,
        servers: new WebServers({ ...programOptions, readyTimeout: serverReadyTimeout }),
        buildObserver: this.buildDisplay,
      },
      opening: {
        browserSettings: () => settings.browser.get(undefined),
        spareBrowsers: this.#spareBrowsers,
        loadedPages: this.preparedPages,
        loadedTabs: new LoadedTabs(),
        askDialog,
      },
      csharpSettings: () => settings.csharp.get(undefined),
      spareProxies: this.#spareProxies,
      candidates: projectFiles,
      phaseHistory: new PhaseMemory(workspaceState),
      ...(followRelays && { followRelays }),
      unbound: (title) => this.#unbound.fire(title),
    };
    this.#resources.add(this.#unbound);
    this.#resources.add(onValueChange([settings.browser], () => this.#spareBrowsers.discard()));
    this.#resources.add(
      evaluateEarly(projects, log, (client) => {
        const folder = vscode.Uri.file(client.path);
        // The C# extension opens browsers of its own.
        if (settings.blazorDebugger.get(folder) === 'csharp') return;
        // What can't be loaded is reported by the session.
        prepareClient(client, this.getLaunchOptions(folder)).catch(() => undefined);
      }),
    );
  }

  /** Returns the dependencies of launches with the settings of a scope. */
  getLaunchOptions(scope: SettingsScope): WindowLaunchOptions {
    const { host, opening } = this.launchOptions;
    const programOptions = { ...host.programOptions, grace: () => this.#grace(scope) };
    return {
      ...this.launchOptions,
      host: { ...host, programOptions },
      opening: { ...opening, browserSettings: () => settings.browser.get(scope) },
      csharpSettings: () => settings.csharp.get(scope),
    };
  }

  /**
   * Prepares for the end of the window: programs get a shorter grace period, and tabs stay open. Resolves when
   * the debug proxy, the browser and the page without a session have ended.
   */
  async hurry(): Promise<void> {
    this.#isClosing = true;
    this.pageTabs.leave();
    await this.preparedPages.close();
    await Promise.all([this.#spareProxies.close(), this.#spareBrowsers.close()]);
  }

  find(
    projects: readonly string[],
    solutions: readonly string[],
    signal: AbortSignal,
  ): Promise<FoundApps> {
    const { tools } = this.launchOptions;
    return findApps(projects, solutions, tools.projects, this.#solutions, signal);
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #grace(scope: SettingsScope): number {
    return this.#isClosing ? graceAtClose : settings.stopGrace.get(scope);
  }
}

/** Starts what the next session of a client needs, and loads the code of its launch. */
async function prepareClient(
  client: ClientHint,
  { csharpSettings, host, opening, spareProxies }: WindowLaunchOptions,
): Promise<void> {
  // Loaded when they are first used.
  const [{ prepareBrowser }, { prepareProxy }] = await Promise.all([
    import('../../apps/pages/pageBrowser.ts'),
    import('../../wasm/debugProxy/debugProxies.ts'),
  ]);
  void prepareProxy(client, { debugging: { csharpSettings }, host, spareProxies });
  void prepareBrowser(opening, host);
  await import('../run/editorAppLaunch.ts');
}

async function projectFiles(): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles('**/*.csproj', '**/{bin,obj,node_modules}/**');
  return found.map(({ fsPath }) => fsPath);
}

/** The base of relative paths: the first workspace folder, or the home folder if none is open. */
function workspaceFolder(): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  return first?.uri.fsPath ?? process.env['HOME'] ?? process.cwd();
}
