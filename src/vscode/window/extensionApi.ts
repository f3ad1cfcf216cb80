import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { LocalSessions, toSummary } from '../../host/tools/localSessions.ts';
import { hasEnded } from '../../host/tools/sessionSummary.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { SessionChange as StoreChange } from '../../sessions/store.ts';
import { editorErrors } from '../errors.ts';
import type {
  IdeSessionHostApi,
  Session,
  SessionChange,
  SessionRequest,
  ToDebugConfiguration,
} from './api.d.ts';
import type { HostOwner } from './hostOwner.ts';
import type { RegisteredTypes } from './registeredTypes.ts';

const changeTypes = { added: 'added', modified: 'changed', removed: 'removed' } as const;

/** What other extensions can do with the window's host. */
export class ExtensionApi implements Disposable {
  readonly #owner: HostOwner;
  readonly #types: RegisteredTypes;
  readonly #resources = new DisposableStore();
  readonly #changes = this.#resources.add(new vscode.EventEmitter<SessionChange>());
  /** Absent until the host is open. */
  #sessions: Sessions | undefined;

  constructor(owner: HostOwner, types: RegisteredTypes) {
    this.#owner = owner;
    this.#types = types;
    this.#resources.add(
      owner.whenOpen(({ sessions }) => {
        this.#sessions = sessions;
        this.#resources.add(sessions.changes((change) => this.#changes.fire(toChange(change))));
      }),
    );
  }

  /** The exports of this extension. */
  get exports(): IdeSessionHostApi {
    return {
      version: 1,
      registerLaunchType: (type: string, toDebugConfiguration: ToDebugConfiguration) =>
        this.#types.register(type, toDebugConfiguration),
      listSessions: () => (this.#sessions?.list() ?? []).map(toSummary),
      onDidChangeSessions: this.#changes.event,
      startSession: (request) => this.#start(request),
      stopSession: (name) => this.#stop(name),
    };
  }

  dispose(): void {
    this.#resources.dispose();
  }

  async #start({ folder: workspace, ...wanted }: SessionRequest): Promise<Session> {
    const host = await this.#owner.host();
    return toSummary(await host.start({ ...wanted, workspace }));
  }

  async #stop(name: string): Promise<Session> {
    const { sessions } = await this.#owner.host();
    if (sessions.get(name) === undefined) throw editorErrors.SessionUnknown({ name });
    const local = new LocalSessions(sessions);
    const ended = local.until(name, hasEnded, new AbortController().signal);
    await local.stop(name);
    return ended;
  }
}

function toChange({ session, type }: StoreChange): SessionChange {
  return { type: changeTypes[type], session: toSummary(session) };
}
