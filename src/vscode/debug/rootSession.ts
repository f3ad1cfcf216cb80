import * as vscode from 'vscode';
import { type Deferred, deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { HumanError } from '../../common/humanError.ts';
import { getMessage } from '../../common/log.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import { editorErrors } from '../errors.ts';
import type { GroupMember, Membership } from '../run/controllerGroups.ts';
import { debugType, type DebugSessions, withOwner, quietOptions } from './debugSessions.ts';
import { startReasons } from './startReasons.ts';
import { InlineAdapter } from './adapter/inlineAdapter.ts';

/** The `ide-session` debug session of an IdeSession: its console, its toolbar, and the parent of its children. */
export interface RootSession {
  readonly adapter: InlineAdapter;
  /** Resolves when the editor is ready. `restart` is called by the toolbar. Throws a HumanError. */
  open(restart: () => void): Promise<vscode.DebugSession>;
  /** Ends the debug session, with the program's exit code if it is known. */
  close(exitCode: number | undefined): void;
}

export interface StartedRootSessionOptions {
  /** Identifies its debug session. */
  readonly id: string;
  readonly title: string;
  readonly mode: RunMode;
  readonly debugSessions: DebugSessions;
  /** Adds the session to the group of its controller. */
  readonly join: (member: GroupMember) => Promise<Membership>;
  /** Requests the stop of the session. */
  readonly requestStop: () => void;
}

function notStarted(name: string, reason: string): HumanError {
  return editorErrors.DebugSessionNotStarted({ name, reason });
}

/** An adapter whose session the editor has started or is about to. */
class AdapterMeeting {
  readonly adapter: InlineAdapter;
  readonly #ready: Deferred<vscode.DebugSession> = deferred();
  #session: vscode.DebugSession | undefined;
  #isOver = false;
  restart: () => void = () => undefined;

  constructor(requestStop: () => void) {
    // The failure may occur before the promise is awaited.
    this.#ready.promise.catch(() => undefined);
    this.adapter = new InlineAdapter({
      launch: () => this.#session && this.#ready.resolve(this.#session),
      // The editor reacts to the end of a session with a stop request.
      stop: () => this.#isOver || requestStop(),
      restart: () => this.restart(),
    });
  }

  get ready(): Promise<vscode.DebugSession> {
    return this.#ready.promise;
  }

  begun(session: vscode.DebugSession): InlineAdapter {
    this.#session = session;
    return this.adapter;
  }

  failed(error: HumanError): void {
    this.#ready.reject(error);
  }

  end(exitCode: number | undefined): void {
    this.#isOver = true;
    this.adapter.end(exitCode);
  }
}

/** A root session for a session of a controller, which is started here. */
export class StartedRootSession implements RootSession {
  readonly #options: StartedRootSessionOptions;
  readonly #meeting: AdapterMeeting;
  readonly #resources = new DisposableStore();

  constructor(options: StartedRootSessionOptions) {
    this.#options = options;
    this.#meeting = new AdapterMeeting(options.requestStop);
  }

  get adapter(): InlineAdapter {
    return this.#meeting.adapter;
  }

  async open(restart: () => void): Promise<vscode.DebugSession> {
    const { debugSessions, id, join, requestStop } = this.#options;
    this.#meeting.restart = restart;
    this.#resources.add(
      debugSessions.register(id, {
        createAdapter: (session) => this.#meeting.begun(session),
        terminated: () => {
          this.#meeting.failed(notStarted(this.#options.title, startReasons.endedEarly()));
          requestStop();
        },
      }),
    );
    const membership = await join({ stop: requestStop, restart });
    this.#resources.add({ dispose: () => membership.leave() });
    await this.#start(membership.parent);
    return this.#meeting.ready;
  }

  close(exitCode: number | undefined): void {
    this.#meeting.end(exitCode);
    this.#resources.dispose();
  }

  async #start(parent: vscode.DebugSession | undefined): Promise<void> {
    const { id, mode, title } = this.#options;
    const configuration = {
      type: debugType,
      request: 'launch',
      name: title,
      internalConsoleOptions: 'neverOpen',
    };
    const options = {
      ...quietOptions,
      noDebug: mode === 'NoDebug',
      ...(parent && { parentSession: parent }),
    };
    try {
      const owned = withOwner(id, configuration);
      const isShown = await vscode.debug.startDebugging(undefined, owned, options);
      if (!isShown) this.#meeting.failed(notStarted(title, startReasons.refused()));
    } catch (error) {
      this.#meeting.failed(notStarted(title, getMessage(error)));
    }
  }
}

/** A root session that the user has started. */
export class AdoptedRootSession implements RootSession {
  readonly #meeting: AdapterMeeting;
  readonly #registration: Disposable;

  /** `ownerId` is the id in the configuration of the debug session. */
  constructor(
    session: vscode.DebugSession,
    ownerId: string,
    debugSessions: DebugSessions,
    requestStop: () => void,
  ) {
    this.#meeting = new AdapterMeeting(requestStop);
    this.#meeting.begun(session);
    this.#registration = debugSessions.register(ownerId, {
      terminated: () => {
        this.#meeting.failed(notStarted(session.name, startReasons.endedEarly()));
        requestStop();
      },
    });
  }

  get adapter(): InlineAdapter {
    return this.#meeting.adapter;
  }

  open(restart: () => void): Promise<vscode.DebugSession> {
    this.#meeting.restart = restart;
    return this.#meeting.ready;
  }

  close(exitCode: number | undefined): void {
    this.#meeting.end(exitCode);
    this.#registration.dispose();
  }
}
