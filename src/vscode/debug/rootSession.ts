import * as vscode from 'vscode';
import { type Deferred, deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { HumanError } from '../../common/humanError.ts';
import { messageOf } from '../../common/log.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import { editorErrors } from '../errors.ts';
import type { GroupMember, Membership } from '../run/controllerGroups.ts';
import { debugType, type DebugSessions, ownedBy, quietOptions } from './debugSessions.ts';
import { InlineAdapter } from './adapter/inlineAdapter.ts';

/** The debug session of our own type that stands for one session: its console, its toolbar, its children's parent. */
export interface RootSession {
  readonly adapter: InlineAdapter;
  /** Resolves once the editor is ready to hear; `restart` is the toolbar's. Throws a HumanError. */
  open(restart: () => void): Promise<vscode.DebugSession>;
  /** Ends what is shown, with the program's exit code where it is known. */
  close(exitCode: number | undefined): void;
}

/** What a {@link StartedRootSession} stands on. */
export interface StartedRootSessionParts {
  /** By which its debug session is recognised. */
  readonly id: string;
  readonly title: string;
  readonly mode: RunMode;
  readonly debugSessions: DebugSessions;
  /** Takes the session into the group of its controller. */
  readonly join: (member: GroupMember) => Promise<Membership>;
  /** Wants the session stopped. */
  readonly requestStop: () => void;
}

const endedEarly = 'it ended before it began';

function notStarted(name: string, reason: string): HumanError {
  return editorErrors.DebugSessionNotStarted({ name, reason });
}

/** An adapter whose session the editor has begun, or soon will. */
class AdapterMeeting {
  readonly adapter: InlineAdapter;
  readonly #ready: Deferred<vscode.DebugSession> = deferred();
  #session: vscode.DebugSession | undefined;
  #isOver = false;
  restart: () => void = () => undefined;

  constructor(requestStop: () => void) {
    // Nobody may be waiting when the session fails to come.
    this.#ready.promise.catch(() => undefined);
    this.adapter = new InlineAdapter({
      launch: () => this.#session && this.#ready.resolve(this.#session),
      // An editor that is told of the end answers by asking for it.
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

/** A root session that we start, for a session that a controller asked for. */
export class StartedRootSession implements RootSession {
  readonly #parts: StartedRootSessionParts;
  readonly #meeting: AdapterMeeting;
  readonly #owned = new DisposableStore();

  constructor(parts: StartedRootSessionParts) {
    this.#parts = parts;
    this.#meeting = new AdapterMeeting(parts.requestStop);
  }

  get adapter(): InlineAdapter {
    return this.#meeting.adapter;
  }

  async open(restart: () => void): Promise<vscode.DebugSession> {
    const { debugSessions, id, join, requestStop } = this.#parts;
    this.#meeting.restart = restart;
    this.#owned.add(
      debugSessions.register(id, {
        createAdapter: (session) => this.#meeting.begun(session),
        terminated: () => {
          this.#meeting.failed(notStarted(this.#parts.title, endedEarly));
          requestStop();
        },
      }),
    );
    const membership = await join({ stop: requestStop, restart });
    this.#owned.add({ dispose: () => membership.leave() });
    await this.#start(membership.parent);
    return this.#meeting.ready;
  }

  close(exitCode: number | undefined): void {
    this.#meeting.end(exitCode);
    this.#owned.dispose();
  }

  async #start(parent: vscode.DebugSession | undefined): Promise<void> {
    const { id, mode, title } = this.#parts;
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
      const owned = ownedBy(id, configuration);
      const isShown = await vscode.debug.startDebugging(undefined, owned, options);
      if (!isShown) this.#meeting.failed(notStarted(title, 'the editor refused to start it'));
    } catch (error) {
      this.#meeting.failed(notStarted(title, messageOf(error)));
    }
  }
}

/** A root session that the editor has begun by itself, since its user started it. */
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
        this.#meeting.failed(notStarted(session.name, endedEarly));
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
