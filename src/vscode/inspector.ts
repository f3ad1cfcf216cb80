import * as vscode from 'vscode';
import { WebSocket } from 'ws';
import type { LaunchPlan, ProgramPlan } from '../launch/launchPlan.ts';
import { type Clock, within } from '../common/clock.ts';
import type { Disposable } from '../common/disposable.ts';
import { type DebugSessions, ownedBy, quietOptions } from './debugSessions.ts';

const waitForDebugger = '--inspect-brk=127.0.0.1:0';

/** The program with Node's inspector open on a free port, waiting for a debugger before its first line. */
export function withInspector(plan: LaunchPlan): ProgramPlan {
  const { debug, program } = plan;
  if (debug.kind !== 'inspector') return program;
  if (debug.runtime === 'node') return { ...program, args: [waitForDebugger, ...program.args] };
  const nodeOptions = [program.environment['NODE_OPTIONS'], waitForDebugger].join(' ').trim();
  return { ...program, environment: { ...program.environment, NODE_OPTIONS: nodeOptions } };
}

/** How long js-debug may take to let go of a program, in milliseconds. */
const detachTimeout = 1_000;

/** js-debug's part in a session whose program is ours. */
export class InspectorDebugger implements Disposable {
  readonly #plan: LaunchPlan;
  readonly #id: string;
  readonly #clock: Clock;
  readonly #registration: Disposable;
  readonly #attached = new Set<vscode.DebugSession>();

  constructor(name: string, plan: LaunchPlan, debugSessions: DebugSessions, clock: Clock) {
    this.#plan = plan;
    this.#id = `${name}:inspector`;
    this.#clock = clock;
    this.#registration = debugSessions.register(this.#id, {
      createTracker: (session) => {
        this.#attached.add(session);
        return {};
      },
      terminated: (session) => this.#attached.delete(session),
    });
  }

  /**
   * Attaches js-debug to an inspector, as a child of the session that shows the program: its toolbar
   * is the parent's. The processes that the program starts are attached by js-debug itself.
   * Resolves to whether it could be done.
   */
  async attach(url: string, parentSession: vscode.DebugSession): Promise<boolean> {
    const { workingDirectory } = this.#plan.program;
    const configuration = {
      type: 'pwa-node',
      request: 'attach',
      name: `${this.#plan.name} (js-debug)`,
      ...addressOf(url),
      continueOnAttach: true,
      autoAttachChildProcesses: true,
      // The program's output is shown by the parent; js-debug would show the console's part again.
      outputCapture: 'std',
      skipFiles: ['<node_internals>/**'],
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
    await within(this.#clock, detachTimeout, Promise.all(all), undefined);
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function addressOf(websocketAddress: string) {
  const { port, hostname } = new URL(websocketAddress);
  return { address: hostname, port: Number(port), websocketAddress };
}

/** Lets a program go that waits for a debugger that won't come. */
export function releaseFromInspector(url: string): void {
  const socket = new WebSocket(url);
  socket.on('error', () => socket.terminate());
  socket.once('open', () => {
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.runIfWaitingForDebugger' }));
  });
  socket.once('message', () => socket.close());
}
