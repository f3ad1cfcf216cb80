import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import type { RunMode } from '../../../protocol/launchConfigurations.ts';
import type { DebuggerChange } from '../../../sessions/sessionRun.ts';
import { isActive, type Sessions } from '../../../sessions/sessions.ts';
import type { Diagnoses } from '../diagnoses.ts';
import type { HostOwner } from '../../window/hostOwner.ts';
import type { RecentConfigurations } from '../recentConfigurations.ts';
import { possibleActions } from './possibleActions.ts';
import { chooseSession, type SessionQuestion } from './sessionPick.ts';
import { pickStart } from '../startPick.ts';
import type { WorkspaceApps } from '../workspaceApps.ts';

export interface SessionCommandsOptions {
  readonly hostOwner: HostOwner;
  readonly apps: WorkspaceApps;
  readonly recent: RecentConfigurations;
  readonly diagnoses: Diagnoses;
}

type QuestionName =
  'stop' | 'restart' | 'recreate' | 'attachDebugger' | 'detachDebugger' | 'runAgain';

function createQuestions(): Readonly<Record<QuestionName, SessionQuestion>> {
  const noneRunning = localize('No session is running in this window.');
  return {
    stop: { action: 'stop', placeHolder: localize('Select a session to stop'), none: noneRunning },
    restart: {
      action: 'restart',
      placeHolder: localize('Select a session to restart'),
      none: noneRunning,
    },
    recreate: {
      action: 'recreate',
      placeHolder: localize('Select a session to recreate'),
      none: localize('No session in this window is out of date.'),
    },
    attachDebugger: {
      action: 'attachDebugger',
      placeHolder: localize('Select a session to attach to'),
      none: localize('No session is running without a debugger in this window.'),
    },
    detachDebugger: {
      action: 'detachDebugger',
      placeHolder: localize('Select a session to detach from'),
      none: localize('No session is being debugged in this window.'),
    },
    runAgain: {
      action: 'runAgain',
      placeHolder: localize('Select a session to run again'),
      none: localize('No session that you have started has ended.'),
    },
  };
}

/** The commands that start, stop and change sessions. A session that is not named is chosen by the user. */
export class SessionCommands {
  readonly #options: SessionCommandsOptions;

  constructor(options: SessionCommandsOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { apps, hostOwner, recent } = this.#options;
    // Throws in an untrusted workspace.
    await hostOwner.host();
    const chosen = await pickStart(apps, recent);
    if (chosen === undefined) return;
    await vscode.debug.startDebugging(chosen.folder, chosen.configuration);
  }

  stop(name?: string): Promise<void> {
    return this.#withSession(name, 'stop', (session, sessions) =>
      sessions.stop(session.metadata.name),
    );
  }

  async stopAll(): Promise<void> {
    const { sessions } = await this.#options.hostOwner.host();
    for (const session of sessions.list().filter(isActive)) sessions.stop(session.metadata.name);
  }

  /** Restarts in the current mode unless another one is given. */
  restart(name: string | undefined, mode?: RunMode): Promise<void> {
    return this.#withSession(name, 'restart', (session, sessions) =>
      sessions.restart(session.metadata.name, mode),
    );
  }

  /** Replaces the program of a session once its next one is built. */
  recreate(name: string | undefined): Promise<void> {
    return this.#withSession(name, 'recreate', (session, sessions) => {
      sessions.recreate(session.metadata.name);
    });
  }

  /** Replaces the programs of all sessions that are out of date, each once its next one is built. */
  async restartOutOfDate(): Promise<void> {
    const { sessions } = await this.#options.hostOwner.host();
    for (const session of sessions.list().filter((each) => possibleActions.recreate(each))) {
      sessions.recreate(session.metadata.name);
    }
  }

  changeDebugger(name: string | undefined, change: DebuggerChange): Promise<void> {
    return this.#withSession(name, change, (session, sessions) =>
      sessions.changeDebugger(session.metadata.name, change),
    );
  }

  /** Creates a session like one that has ended. */
  runAgain(name: string | undefined, mode: RunMode): Promise<void> {
    return this.#withSession(name, 'runAgain', ({ metadata, spec }, sessions) => {
      const launchConfiguration = { ...spec.launchConfiguration, mode };
      const again = { ...spec, launchConfiguration, desiredState: 'Running' as const };
      sessions.create(metadata.owner, again);
    });
  }

  async diagnose(): Promise<void> {
    await this.#options.diagnoses.show();
  }

  async #withSession(
    name: string | undefined,
    question: QuestionName,
    act: (session: IdeSession, sessions: Sessions) => void,
  ): Promise<void> {
    const { sessions } = await this.#options.hostOwner.host();
    const session = await chooseSession(sessions, name, createQuestions()[question]);
    if (session !== undefined) act(session, sessions);
  }
}
