import * as vscode from 'vscode';
import { WebSocket } from 'ws';
import { within } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import type { ProgramLaunchPlan, ProgramPlan } from '../launch/launchPlan.ts';
import { InspectorMeeting } from '../runners/inspectorMeeting.ts';
import type { ProgramOptions } from '../runners/program.ts';
import { type DebugSessions, ownedBy, quietOptions } from './debugSessions.ts';

/** How long js-debug may take to let go of a program, in milliseconds. */
const detachTimeout = 1_000;

/** What js-debug's part in a session stands on. */
export interface InspectorDebuggerParts {
  /** By which the debug sessions of the run are recognised. */
  readonly id: string;
  readonly plan: ProgramLaunchPlan;
  /** What the user adds to the debug configuration. */
  readonly addedProperties: Readonly<Record<string, unknown>>;
  readonly debugSessions: DebugSessions;
  readonly programOptions: Pick<ProgramOptions, 'clock' | 'watchdog'>;
  /** The absolute path of the script that opens a program's inspector. */
  readonly preload: string;
}

/** js-debug's part in a session whose program is ours. */
export class InspectorDebugger implements Disposable {
  readonly #plan: ProgramLaunchPlan;
  readonly #addedProperties: Readonly<Record<string, unknown>>;
  readonly #preload: string;
  readonly #id: string;
  readonly #options: InspectorDebuggerParts['programOptions'];
  readonly #registration: Disposable;
  readonly #attached = new Set<vscode.DebugSession>();
  #meeting: InspectorMeeting | undefined;

  constructor(parts: InspectorDebuggerParts) {
    const { addedProperties, debugSessions, id, plan, preload, programOptions } = parts;
    this.#plan = plan;
    this.#addedProperties = addedProperties;
    this.#preload = preload;
    this.#id = `${id}:inspector`;
    this.#options = programOptions;
    this.#registration = debugSessions.register(this.#id, {
      createTracker: (session) => {
        this.#attached.add(session);
        return {};
      },
      terminated: (session) => this.#attached.delete(session),
    });
  }

  /**
   * The program as one that waits for js-debug before its first line, whose first Node process is then
   * debugged below `parent`; `failed` hears if it could not be, and runs without a debugger.
   */
  async expect(parent: vscode.DebugSession, failed: () => void): Promise<ProgramPlan> {
    await this.#meeting?.close();
    const { watchdog } = this.#options;
    const opened = (url: string): void => void this.#meet(url, parent, failed);
    const meeting = await InspectorMeeting.open(watchdog, opened);
    this.#meeting = meeting;
    return meeting.invite(this.#plan.program, this.#preload);
  }

  async #meet(url: string, parent: vscode.DebugSession, failed: () => void): Promise<void> {
    await this.#meeting?.promise();
    if (await this.#attach(url, parent)) return;
    failed();
    releaseFromInspector(url);
  }

  /**
   * Attaches js-debug to an inspector, as a child of the session that shows the program: its toolbar
   * is the parent's. The processes that the program starts are attached by js-debug itself.
   * Resolves to whether it could be done.
   */
  async #attach(url: string, parentSession: vscode.DebugSession): Promise<boolean> {
    const { workingDirectory } = this.#plan.program;
    const configuration = {
      skipFiles: ['<node_internals>/**'],
      ...this.#addedProperties,
      type: 'pwa-node',
      request: 'attach',
      name: `${this.#plan.name} (js-debug)`,
      ...addressOf(url),
      continueOnAttach: true,
      autoAttachChildProcesses: true,
      // The program's output is shown by the parent; js-debug would show the console's part again.
      outputCapture: 'std',
      cwd: workingDirectory,
      internalConsoleOptions: 'neverOpen',
    };
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(workingDirectory));
    const options = { ...quietOptions, parentSession, lifecycleManagedByParent: true };
    try {
      return await vscode.debug.startDebugging(folder, ownedBy(this.#id, configuration), options);
    } catch {
      return false;
    }
  }

  /** Lets the program go, so that it hears signals even where it stands at a breakpoint. */
  async detach(): Promise<void> {
    const all = [...this.#attached].map(async (session) => {
      // A debugger that is gone already has let go.
      await session.customRequest('disconnect', { terminateDebuggee: false }).then(
        () => undefined,
        () => undefined,
      );
    });
    await within(this.#options.clock, detachTimeout, Promise.all(all), undefined);
  }

  dispose(): void {
    void this.#meeting?.close();
    this.#registration.dispose();
  }
}

function addressOf(websocketAddress: string) {
  const { port, hostname } = new URL(websocketAddress);
  return { address: hostname, port: Number(port), websocketAddress };
}

/** Lets a program go that waits for a debugger that won't come. */
function releaseFromInspector(url: string): void {
  const socket = new WebSocket(url);
  socket.on('error', () => socket.terminate());
  socket.once('open', () => {
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.runIfWaitingForDebugger' }));
  });
  socket.once('message', () => socket.close());
}
