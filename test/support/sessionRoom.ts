import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { outputEntry } from '../../src/endpoint/delivery/entry.ts';
import { Messages } from '../../src/endpoint/delivery/messages.ts';
import {
  notificationsOfChange,
  sessionMessage,
} from '../../src/endpoint/delivery/notificationsOf.ts';
import type { IdeSession, SessionState } from '../../src/protocol/ideSession.ts';
import type { Notification } from '../../src/protocol/notifications.ts';
import { type SessionReport, Sessions, type SessionsOptions } from '../../src/sessions/sessions.ts';
import type { SessionChange } from '../../src/sessions/store.ts';
import { afterTest } from './afterTest.ts';
import { FakeRunner } from './fakeRunner.ts';
import { ManualClock } from './manualClock.ts';
import { RecordingLog } from './recordingLog.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Bounds of log files that no test reaches by accident, in bytes. */
export const largeLogs = { logLimitPerSession: 2 ** 28, logLimit: 2 ** 30 };

/** The sessions' room with a fake runner behind it and a record of all that it tells. */
export class SessionRoom {
  readonly runner = new FakeRunner();
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  readonly logFolder: string;
  readonly sessions: Sessions;
  readonly changes: SessionChange[] = [];
  readonly #notifications = new Map<string, Notification[]>();

  constructor(logFolder: string, options: Partial<SessionsOptions> = {}) {
    const { runner, clock, log } = this;
    const limits = { startWidth: 8, stopWidth: 8, history: 100, ...largeLogs };
    this.logFolder = logFolder;
    this.sessions = new Sessions({ runner, clock, log, logFolder, ...limits, ...options });
    this.sessions.changes((change) => {
      this.changes.push(change);
      this.#keep(change.session.metadata.name, notificationsOfChange(change));
    });
    this.sessions.reports((report) => this.#keep(report.name, [told(report)]));
  }

  /** Adds a session that is not started. */
  create(): string {
    const launchConfiguration = { type: 'node', script_path: 'app.js' };
    const owner = { kind: 'controller', instanceId: 'controller' } as const;
    return this.sessions.create(owner, { launchConfiguration, env: [] }).metadata.name;
  }

  /** Adds a session and starts it. */
  start(): string {
    const name = this.create();
    this.sessions.start(name);
    return name;
  }

  session(name: string): IdeSession {
    const session = this.sessions.get(name);
    if (session === undefined) throw new Error('There is no such session.');
    return session;
  }

  state(name: string): SessionState {
    return this.session(name).status.state;
  }

  /** What a controller hears of a session, in order. */
  notifications(name: string): readonly Notification[] {
    return this.#notifications.get(name) ?? [];
  }

  /** The same, as far as its type goes. */
  heard(name: string): readonly string[] {
    return this.notifications(name).map(({ notification_type }) => notification_type);
  }

  /** The states that a session went through. */
  states(name: string): readonly SessionState[] {
    const states = this.changes
      .filter(({ session }) => session.metadata.name === name)
      .map(({ session }) => session.status.state);
    return states.filter((state, index) => state !== states[index - 1]);
  }

  #keep(name: string, notifications: readonly Notification[]): void {
    this.#notifications.set(name, [...(this.#notifications.get(name) ?? []), ...notifications]);
  }
}

const messages = new Messages();

function told(report: SessionReport): Notification {
  if (report.kind === 'message') return sessionMessage(report);
  const { bytes, name, start, stream } = report;
  const message = messages.make(name, [outputEntry(stream, start, bytes)], '2025-10-01');
  return JSON.parse(String(message?.bytes)) as Notification;
}

/** Opens the room for one test, with a log folder that is removed after it. */
export async function openRoom(
  context: TestContext,
  options: Partial<SessionsOptions> = {},
): Promise<SessionRoom> {
  const room = new SessionRoom(join(await temporaryFolder(context), 'logs'), options);
  afterTest(context, () => room.sessions.dispose());
  return room;
}
