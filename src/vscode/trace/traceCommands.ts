import * as vscode from 'vscode';
import type { ReportedOutput } from '../../api/door/hostReport.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { localize } from '../../common/localization.ts';
import { getMessage } from '../../common/log.ts';
import { printable } from '../../common/printable.ts';
import { writePrivateFile } from '../../common/server/privateFile.ts';
import type { TraceRecorder } from '../../trace/traceRecorder.ts';
import { getTitle } from '../debug/sessionTitles.ts';
import { editorErrors } from '../errors.ts';
import type { EditorApps } from '../window/editorApps.ts';
import type { HostOwner } from '../window/hostOwner.ts';
import type { WindowTrace } from './windowTrace.ts';

const scheme = 'ide-session-trace';

/** The commands that show and save the trace of the window, and report a problem with it. */
export class TraceCommands implements Disposable, vscode.TextDocumentContentProvider {
  readonly #hostOwner: HostOwner;
  readonly #apps: Pick<EditorApps, 'buildDisplay' | 'launchOptions'>;
  readonly #trace: WindowTrace;
  readonly #resources = new DisposableStore();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.#changes.event;

  constructor(
    hostOwner: HostOwner,
    apps: Pick<EditorApps, 'buildDisplay' | 'launchOptions'>,
    trace: WindowTrace,
  ) {
    this.#hostOwner = hostOwner;
    this.#apps = apps;
    this.#trace = trace;
    this.#resources.add(this.#changes);
    this.#resources.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  /** Shows the trace as it is now. Throws a HumanError if nothing is recorded. */
  async open(): Promise<void> {
    this.#getRecorder();
    const document = vscode.Uri.from({ scheme, path: '/IDE Session Trace' });
    this.#changes.fire(document);
    const shown = await vscode.workspace.openTextDocument(document);
    await vscode.window.showTextDocument(shown, { preview: true });
  }

  /** Saves the trace to a file that the user chooses. Throws a HumanError if it contains a known secret or can't be written. */
  async save(): Promise<void> {
    const recorder = this.#getRecorder();
    const target = await vscode.window.showSaveDialog({
      title: localize('Save Trace'),
      filters: { [localize('Trace')]: ['ndjson'] },
    });
    if (target === undefined) return;
    // Loaded when a trace is first saved.
    const { formatTrace } = await import('../../trace/formatTrace.ts');
    const { findSecrets } = await import('../../trace/secrets/checkSecrets.ts');
    const { hostSecrets } = await import('../../host/report/hostSecrets.ts');
    const text = formatTrace(recorder.header, recorder.list());
    const [found] = findSecrets(text, hostSecrets(await this.#hostOwner.host()));
    if (found !== undefined) throw editorErrors.TraceWithSecret({ name: found });
    const path = target.fsPath;
    try {
      await writePrivateFile(path, text);
    } catch (error) {
      throw editorErrors.TraceNotSaved({ path, reason: getMessage(error) });
    }
  }

  /** Opens a document that describes the state of the window, to be reviewed and sent. Throws a HumanError if it contained a known secret. */
  async report(output: ReportedOutput): Promise<void> {
    // Loaded when it is first used.
    const { openReport } = await import('./problemReport.ts');
    await openReport({ owner: this.#hostOwner, apps: this.#apps, trace: this.#trace, output });
  }

  async provideTextDocumentContent(): Promise<string> {
    const recorder = this.#getRecorder();
    const { sessions } = await this.#hostOwner.host();
    const { formatTimeline } = await import('../../trace/show/timeline.ts');
    const names = sessions.list().map((session) => {
      const placeholder = recorder.placeholders.get('session', session.metadata.name);
      return `${placeholder} = ${printable(getTitle(session))}\n`;
    });
    const timeline = formatTimeline({ header: recorder.header, records: recorder.list() });
    return `${names.join('')}${names.length > 0 ? '\n' : ''}${timeline}`;
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #getRecorder(): TraceRecorder {
    const { recorder } = this.#trace;
    if (recorder === undefined) throw editorErrors.TraceOff();
    return recorder;
  }
}
