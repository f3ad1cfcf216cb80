import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import type { ProgramLaunchPlan, ProgramPlan } from '../../launch/launchPlan.ts';
import { InspectorMeeting, type WaitingNode } from '../../processes/inspector/inspectorMeeting.ts';
import { npmNodeOptions } from '../../processes/inspector/npmNodeOptions.ts';
import { releaseFromInspector } from '../../processes/inspector/releaseFromInspector.ts';
import type { ProgramOptions } from '../../processes/program/program.ts';
import { UnreachedNodes } from '../../processes/inspector/unreachedNodes.ts';
import type { DebugSessions } from './debugSessions.ts';
import { NodeAttachment } from './nodeAttachment.ts';

/** The script that js-debug adds to the NODE_OPTIONS of child processes. */
const childMark = 'bootloader';

export interface InspectorDebuggerOptions {
  /** Identifies the debug sessions of the run. */
  readonly id: string;
  readonly plan: ProgramLaunchPlan;
  /** The properties that the user adds to the debug configuration. */
  readonly addedProperties: Readonly<Record<string, unknown>>;
  readonly debugSessions: DebugSessions;
  readonly programOptions: Pick<ProgramOptions, 'clock' | 'watchdog'>;
  /** The absolute path of the script that opens the inspector. */
  readonly preload: string;
}

/** Attaches js-debug to the Node processes of a program. */
export class InspectorDebugger implements Disposable {
  readonly #plan: ProgramLaunchPlan;
  readonly #addedProperties: Readonly<Record<string, unknown>>;
  readonly #preload: string;
  readonly #id: string;
  readonly #options: InspectorDebuggerOptions['programOptions'];
  readonly #debugSessions: DebugSessions;
  readonly #attachments = new Set<NodeAttachment>();
  #meeting: InspectorMeeting | undefined;
  #unreached: UnreachedNodes | undefined;

  constructor(options: InspectorDebuggerOptions) {
    const { addedProperties, debugSessions, id, plan, preload, programOptions } = options;
    this.#plan = plan;
    this.#addedProperties = addedProperties;
    this.#preload = preload;
    this.#id = `${id}:inspector`;
    this.#options = programOptions;
    this.#debugSessions = debugSessions;
  }

  /**
   * Returns the program with variables that make its Node processes wait for js-debug, which debugs them below
   * `parent`. `failed` is called with the reason if a process runs without a debugger.
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

  /** Watches for Node processes that js-debug can't attach to. `found` is called with a message for each. */
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
    // Nothing is attached while the program is being stopped or the debugger detached.
    if (!meeting.isOver && (await this.#attach(node.url, name, parent))) return;
    if (!meeting.isOver) {
      failed(`${name} runs without a debugger, since js-debug could not attach to it.`);
    }
    releaseFromInspector(node.url, this.#options.clock);
  }

  /**
   * Attaches js-debug to an inspector, as a child of the program's debug session, which provides the toolbar.
   * js-debug attaches to child processes itself. Resolves to whether it is attached.
   */
  #attach(url: string, name: string, parent: vscode.DebugSession): Promise<boolean> {
    const { workingDirectory } = this.#plan.program;
    const configuration = {
      skipFiles: ['<node_internals>/**'],
      ...this.#addedProperties,
      type: 'pwa-node',
      request: 'attach',
      name: `${name} (js-debug)`,
      ...getAddress(url),
      continueOnAttach: true,
      autoAttachChildProcesses: true,
      // The parent shows the output. js-debug would repeat that of the console.
      outputCapture: 'std',
      cwd: workingDirectory,
      internalConsoleOptions: 'neverOpen',
    };
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(workingDirectory));
    const attachment = new NodeAttachment({
      debugSessions: this.#debugSessions,
      clock: this.#options.clock,
      id: this.#id,
      parent,
    });
    this.#attachments.add(attachment);
    void attachment.ended.then(() => this.#attachments.delete(attachment));
    return attachment.begin(folder, configuration);
  }

  /** Detaches from all processes, so that the program receives signals even at a breakpoint. */
  async detach(): Promise<void> {
    this.#unreached?.dispose();
    void this.#meeting?.close();
    await Promise.all([...this.#attachments].map((attachment) => attachment.detach()));
  }

  /** js-debug may still attach to a process that has ended, and would never stop that. */
  dispose(): void {
    void this.detach();
  }
}

function getAddress(websocketAddress: string) {
  const { port, hostname } = new URL(websocketAddress);
  return { address: hostname, port: Number(port), websocketAddress };
}
