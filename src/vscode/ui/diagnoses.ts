import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import type { DiagnosisInputs } from '../../wasm/diagnosis/facts.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { formatPlace, isAtPlace } from '../../host/tools/breakpointPlace.ts';
import type { BreakpointPlace } from '../../api/door/explanation.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { EditorApps } from '../window/editorApps.ts';
import type { LiveApp } from '../window/liveApps.ts';
import { showWarning } from './notifications.ts';
import { settings } from '../window/settings.ts';
import type { WorkspaceApps } from './workspaceApps.ts';

const scheme = 'ide-session-diagnosis';

/** Shows diagnosis reports, on request and when breakpoints stay unbound. The checks load with the first report. */
export class Diagnoses implements Disposable {
  readonly #apps: WorkspaceApps;
  readonly #editorApps: EditorApps;
  readonly #resources = new DisposableStore();
  readonly #documents = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  constructor(apps: WorkspaceApps, editorApps: EditorApps) {
    this.#apps = apps;
    this.#editorApps = editorApps;
    const provider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri: vscode.Uri) => this.#documents.get(uri.path) ?? '',
    };
    this.#resources.add(this.#changed);
    this.#resources.add(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
    this.#resources.add(editorApps.onDidStayUnbound((title) => void this.#offer(title)));
  }

  /** Diagnoses the running app, or the one that would be started, and shows the report. */
  async show(): Promise<void> {
    const live = await pickLive(this.#editorApps.live.list());
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: localize('Diagnosing breakpoints…'),
    };
    const report = await vscode.window.withProgress(options, async () =>
      this.#report(
        await this.#inputs(live, live ? live.launch.project : await this.#projectToStart()),
      ),
    );
    await this.#open(report);
  }

  /** Reports on all running apps, with their breakpoints at a place, without asking the user. */
  async explain(place: BreakpointPlace): Promise<string> {
    const apps = this.#editorApps.live.list();
    if (apps.length === 0) {
      return 'No Blazor WebAssembly app is running in this window. Start one, then ask again.';
    }
    const reports = apps.map((live) => this.#explainIn(live, place));
    return (await Promise.all(reports)).join('\n');
  }

  dispose(): void {
    this.#resources.dispose();
  }

  async #explainIn(live: LiveApp, place: BreakpointPlace): Promise<string> {
    const { session, ...inputs } = await this.#inputs(live, live.launch.project);
    if (session === undefined) return `${live.name} has no page yet.\n`;
    const breakpoints = session.breakpoints.filter((one) => isAtPlace(one, place));
    const report = await this.#report({ ...inputs, session: { ...session, breakpoints } });
    if (breakpoints.length > 0) return report;
    return `No breakpoint of ${live.name} is set at ${formatPlace(place)}.\n\n${report}`;
  }

  async #report(inputs: DiagnosisInputs): Promise<string> {
    const [{ diagnose }, { gatherFacts }, { renderReport }] = await Promise.all([
      import('../../wasm/diagnosis/diagnose.ts'),
      import('../../wasm/diagnosis/gather.ts'),
      import('../../wasm/diagnosis/report.ts'),
    ]);
    const { clock } = this.#editorApps.launchOptions.host;
    return renderReport(diagnose(await gatherFacts(inputs, clock)));
  }

  async #inputs(
    live: LiveApp | undefined,
    project: ProjectFacts | undefined,
  ): Promise<DiagnosisInputs> {
    const session = await live?.launch.page?.facts();
    return {
      ...(session && { session }),
      ...(project && { project }),
      workspaceFolders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
      extensions: vscode.extensions.all
        .filter(({ packageJSON }) => (packageJSON as { isBuiltin?: boolean }).isBuiltin !== true)
        .map(({ id, packageJSON }) => ({
          id,
          version: String((packageJSON as { version?: string }).version),
        })),
      settings: { debugger: settings.blazorDebugger.get(project && vscode.Uri.file(project.path)) },
    };
  }

  async #projectToStart(): Promise<ProjectFacts | undefined> {
    const app = await this.#apps.pickPage();
    return app && this.#editorApps.launchOptions.tools.projects.facts(app.uri.fsPath);
  }

  async #offer(title: string): Promise<void> {
    const diagnosis = localize('Diagnose');
    const text = localize(
      'Some C# breakpoints of {title} are not bound, although .NET has started in the page.',
      { title },
    );
    const answer = await showWarning(text, diagnosis);
    if (answer === diagnosis) {
      await vscode.commands.executeCommand('ideSessionHost.diagnose');
    }
  }

  async #open(report: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: '/Blazor Debugging.md' });
    this.#documents.set(uri.path, report);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }
}

/** Returns the running app, or lets the user choose one of several. */
async function pickLive(apps: readonly LiveApp[]): Promise<LiveApp | undefined> {
  if (apps.length < 2) return apps[0];
  const items = apps.map((app) => ({ label: app.name, app }));
  const placeHolder = localize('Select an app to diagnose');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.app;
}
