import { randomUUID } from 'node:crypto';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import { readAdapterMessage } from './adapter/adapterMessages.ts';
import { type DebugSessions, withOwner, quietOptions } from './debugSessions.ts';
import { ForcedEnd } from './forcedEnd.ts';

/** How long js-debug may take to detach, in milliseconds. */
const detachTimeout = 1_000;

export interface NodeAttachmentOptions {
  readonly debugSessions: DebugSessions;
  readonly clock: Clock;
  /** Identifies the debug sessions of the program. */
  readonly id: string;
  /** The parent of the debug session, which provides the toolbar. */
  readonly parent: vscode.DebugSession;
}

/** The debug session of js-debug for a Node process, with the child sessions that it starts itself. */
export class NodeAttachment {
  readonly #options: NodeAttachmentOptions;
  readonly #id: string;
  readonly #forcedEnd = new ForcedEnd();
  /** The session once its adapter answers requests. */
  readonly #ready = deferred<vscode.DebugSession>();
  /** Whether the process is debugged, once that is known. */
  readonly #attached = deferred<boolean>();
  readonly #over = deferred();
  readonly #registration: Disposable;

  constructor(options: NodeAttachmentOptions) {
    this.#options = options;
    this.#id = `${options.id}:${randomUUID()}`;
    this.#registration = options.debugSessions.register(this.#id, {
      createTracker: (session) => this.#track(session),
      createChildTracker: () => ({ onDidSendMessage: (message) => this.#hearChild(message) }),
      terminated: () => this.#end(),
    });
  }

  get ended(): Promise<void> {
    return this.#over.promise;
  }

  /** Resolves to whether js-debug debugs the process; `false` also if it is detached before. */
  async begin(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<boolean> {
    const { parent: parentSession } = this.#options;
    const options = { ...quietOptions, parentSession, lifecycleManagedByParent: true };
    const owned = withOwner(this.#id, configuration);
    vscode.debug.startDebugging(folder, owned, options).then(
      (isStarted) => isStarted || this.#end(),
      () => this.#end(),
    );
    return this.#attached.promise;
  }

  /** Lets the process run. The debug session ends soon afterwards. */
  async detach(): Promise<void> {
    if (await this.#isInTime(this.#disconnect())) void this.#endInTime();
    else this.#giveUp();
  }

  /** js-debug never answers a request to disconnect from a process that it still attaches to. */
  async #disconnect(): Promise<void> {
    if (!(await this.#attached.promise)) return;
    const session = await this.#ready.promise;
    // An ended debugger has detached.
    await session.customRequest('disconnect', { terminateDebuggee: false }).then(
      () => undefined,
      () => undefined,
    );
  }

  async #endInTime(): Promise<void> {
    if (!(await this.#isInTime(this.ended))) this.#giveUp();
  }

  #isInTime(work: Promise<void>): Promise<boolean> {
    const isDone = work.then(() => true);
    return withTimeout(this.#options.clock, detachTimeout, isDone, false);
  }

  /** A session that the editor is still starting is ended when it appears. */
  #giveUp(): void {
    this.#attached.resolve(false);
    void this.#ready.promise.then((session) => this.#forcedEnd.request(session));
  }

  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    return {
      onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
        this.#forcedEnd.hear(message);
        if (isAttached(message)) this.#ready.resolve(session);
      },
    };
  }

  #hearChild(message: DebugProtocol.ProtocolMessage): void {
    // The first child session is that of the process itself.
    if (isAttached(message)) this.#attached.resolve(true);
  }

  #end(): void {
    this.#attached.resolve(false);
    this.#over.resolve();
    this.#registration.dispose();
  }
}

function isAttached(message: DebugProtocol.ProtocolMessage): boolean {
  return readAdapterMessage(message, 'pwa-node')?.kind === 'launched';
}
