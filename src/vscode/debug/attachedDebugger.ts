import * as vscode from 'vscode';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import { Emitter } from '../../common/emitter.ts';
import { getAddition } from '../../launch/user/debugSettings.ts';
import type { AttachableDebugger } from '../../sessions/run/strategy.ts';
import { isDebuggerInstalled } from './debuggers.ts';
import { type DebugSessions, withOwner, quietOptions } from './debugSessions.ts';
import { settings, type SettingsScope } from '../window/settings.ts';

/** How long a debugger may take to detach, in milliseconds. */
const detachTimeout = 1_000;

/** The attach arguments of debug adapters that can attach to a process. */
const byProcess: Readonly<Record<string, (pid: number) => object>> = {
  coreclr: (pid) => ({ processId: String(pid) }),
  debugpy: (pid) => ({ processId: pid }),
};

export interface AttachedDebuggerOptions {
  readonly debugSessions: DebugSessions;
  readonly clock: Clock;
  /** Identifies its debug sessions. */
  readonly id: string;
  /** The launch configuration type, which selects the properties that users add. */
  readonly launchType: string;
  /** The scope of the settings. */
  readonly scope: () => SettingsScope;
}

/** A debugger that attaches to a running process, and detaches without ending it. */
export class AttachedDebugger implements AttachableDebugger {
  readonly #id: string;
  readonly #launchType: string;
  readonly #scope: () => SettingsScope;
  readonly #clock: Clock;
  readonly #registration: Disposable;
  #parent: vscode.DebugSession | undefined;
  #session: vscode.DebugSession | undefined;
  #ended = deferred();
  readonly #changes = new Emitter<void>();
  readonly changes = this.#changes.event;

  constructor({ clock, debugSessions, id, launchType, scope }: AttachedDebuggerOptions) {
    this.#id = `${id}:attached`;
    this.#launchType = launchType;
    this.#scope = scope;
    this.#clock = clock;
    this.#registration = debugSessions.register(this.#id, {
      createTracker: (session) => {
        this.#session = session;
        this.#ended = deferred();
        this.#changes.fire();
        return {};
      },
      terminated: (session) => {
        // A former one may end after the next one has begun.
        if (session !== this.#session) return;
        this.#session = undefined;
        this.#ended.resolve();
        this.#changes.fire();
      },
    });
  }

  get isAttached(): boolean {
    return this.#session !== undefined;
  }

  /** From now on it is shown below `parent`, the debug session that shows the program. */
  showBelow(parent: vscode.DebugSession): void {
    this.#parent = parent;
  }

  async attach(debugType: string, pid: number): Promise<boolean> {
    const parent = this.#parent;
    const whereTo = byProcess[debugType]?.(pid);
    if (parent === undefined || whereTo === undefined || !isDebuggerInstalled(debugType))
      return false;
    const configuration = {
      ...getAddition(settings.debugConfigurations.get(this.#scope()), this.#launchType, debugType)
        .properties,
      type: debugType,
      request: 'attach',
      name: `${parent.name} (${debugType})`,
      ...whereTo,
      internalConsoleOptions: 'neverOpen',
    };
    // A parent session with noDebug would pass it on to its children.
    const options = { ...quietOptions, parentSession: parent, noDebug: false };
    try {
      const owned = withOwner(this.#id, configuration);
      return await vscode.debug.startDebugging(parent.workspaceFolder, owned, options);
    } catch {
      return false;
    }
  }

  async detach(): Promise<void> {
    if (this.#session === undefined) return;
    const asked = this.#session.customRequest('disconnect', { terminateDebuggee: false });
    const gone = Promise.resolve(asked).then(
      () => (this.isAttached ? this.#ended.promise : undefined),
      () => undefined,
    );
    await withTimeout(this.#clock, detachTimeout, gone, undefined);
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
