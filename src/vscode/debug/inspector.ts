import { basename } from 'node:path';
import * as vscode from 'vscode';
import { WebSocket } from 'ws';
import { withTimeout } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { ProgramLaunchPlan, ProgramPlan } from '../../launch/launchPlan.ts';
import { InspectorMeeting, type WaitingNode } from '../../processes/inspector/inspectorMeeting.ts';
import { npmNodeOptions } from '../../processes/inspector/npmNodeOptions.ts';
import type { ProgramOptions } from '../../processes/program/program.ts';
import { UnreachedNodes } from '../../processes/inspector/unreachedNodes.ts';
import { type DebugSessions, ownedBy, quietOptions } from './debugSessions.ts';

/** What js-debug leads the children of a debugged process by, in their NODE_OPTIONS. */
const childMark = 'bootloader';

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
  #unreached: UnreachedNodes | undefined;

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
   * The program as one whose Node processes wait for js-debug before their first line, and are then
   * debugged below `parent`; `failed` hears why one could not be, and runs without a debugger.
   */
  async expect(parent: vscode.DebugSession, failed: (why: string) => void): Promise<ProgramPlan> {
    await this.#meeting?.close();
    const { watchdog } = this.#options;
    const { program } = this.#plan;
    let isFirst = true;
    const meeting = await InspectorMeeting.open(watchdog, (node) => {
      const own = isFirst ? this.#plan.name : `${node.script ?? 'node'} [${node.pid}]`;
      isFirst = false;
      void this.#meet(meeting, node, own, parent, failed);
    });
    this.#meeting = meeting;
    return meeting.invite(program, {
      preload: this.#preload,
      npmNodeOptions: await npmNodeOptions(program.workingDirectory, program.environment),
    });
  }

  /** Looks for Node processes of the program that js-debug can't reach; `found` hears of each in words. */
  watch(pid: number, found: (message: string) => void): void {
    this.#unreached?.dispose();
    const marks = [basename(this.#preload), childMark];
    this.#unreached = new UnreachedNodes(pid, this.#options.clock, marks, (node) => {
      const script = node.script === undefined ? '' : `, ${node.script}`;
      found(
        `The process ${node.pid} (node${script}) of ${this.#plan.name} runs without the debugger, since its NODE_OPTIONS were replaced: breakpoints in it are not hit. Add to NODE_OPTIONS where they are set (NODE_OPTIONS="$NODE_OPTIONS …"), or give the options on the command line of node.`,
      );
    });
  }

  async #meet(
    meeting: InspectorMeeting,
    node: WaitingNode,
    name: string,
    parent: vscode.DebugSession,
    failed: (why: string) => void,
  ): Promise<void> {
    await meeting.promise(node);
    if (await this.#attach(node.url, name, parent)) return;
    // Where the program is being stopped or let go, nothing is to be attached to it.
    if (!meeting.isOver) {
      failed(`${name} runs without a debugger, since js-debug could not attach to it.`);
    }
    releaseFromInspector(node.url);
  }

  /**
   * Attaches js-debug to an inspector, as a child of the session that shows the program: its toolbar
   * is the parent's. The processes that the program starts are attached by js-debug itself.
   * Resolves to whether it could be done.
   */
  async #attach(url: string, name: string, parentSession: vscode.DebugSession): Promise<boolean> {
    const { workingDirectory } = this.#plan.program;
    const configuration = {
      skipFiles: ['<node_internals>/**'],
      ...this.#addedProperties,
      type: 'pwa-node',
      request: 'attach',
      name: `${name} (js-debug)`,
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

  /** Lets the program go, with what it may still start, so that it hears signals even where it stands at a breakpoint. */
  async detach(): Promise<void> {
    this.#unreached?.dispose();
    void this.#meeting?.close();
    const all = [...this.#attached].map(async (session) => {
      // A debugger that is gone already has let go.
      await session.customRequest('disconnect', { terminateDebuggee: false }).then(
        () => undefined,
        () => undefined,
      );
    });
    await withTimeout(this.#options.clock, detachTimeout, Promise.all(all), undefined);
  }

  dispose(): void {
    this.#unreached?.dispose();
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
