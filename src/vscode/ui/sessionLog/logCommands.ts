import { localize } from '../../../common/localization.ts';
import type { HostOwner } from '../../window/hostOwner.ts';
import { chooseSession, type SessionQuestion } from '../sessionActions/sessionPick.ts';
import type { SessionLogs } from './sessionLogs.ts';

function createQuestion(): SessionQuestion {
  return {
    action: 'showLog',
    placeHolder: localize('Select a session to show the log of'),
    none: localize('No session has been started in this window.'),
  };
}

/** The commands that show logs of sessions. */
export class LogCommands {
  readonly #hostOwner: HostOwner;
  readonly #load: () => Promise<SessionLogs>;
  #logs: Promise<SessionLogs> | undefined;

  /** `load` is called for the first log that is shown. */
  constructor(hostOwner: HostOwner, load: () => Promise<SessionLogs>) {
    this.#hostOwner = hostOwner;
    this.#load = load;
  }

  /** Shows the log of the session with this name, or lets the user choose one. */
  async show(name?: string): Promise<void> {
    const { session, sessions } = await this.#choose(name);
    if (session !== undefined) (await this.#loaded()).show(session, sessions);
  }

  /** The same in a document. */
  async showWhole(name?: string): Promise<void> {
    const { session, sessions } = await this.#choose(name);
    if (session !== undefined) await (await this.#loaded()).showWhole(session, sessions);
  }

  #loaded(): Promise<SessionLogs> {
    return (this.#logs ??= this.#load());
  }

  async #choose(name: string | undefined) {
    const { sessions } = await this.#hostOwner.host();
    return { sessions, session: await chooseSession(sessions, name, createQuestion()) };
  }
}
