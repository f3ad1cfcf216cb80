import { once } from 'node:events';

import { Controller } from '../../tools/controller/controller.ts';
import { ControllerError } from '../../tools/controller/controllerError.ts';
import type { Notification } from '../../tools/controller/notification.ts';
import type { LaunchConfiguration } from '../../tools/controller/runRequest.ts';
import type { Session } from '../../tools/controller/session.ts';
import { transcriptLines } from '../../tools/controller/transcript.ts';

type Write = (line: string) => void;

/**
 * Runs a session for each launch configuration until all have ended or are stopped, and prints
 * their notifications under their titles. Resolves to 0 if they ended without protocol violations,
 * otherwise to 1.
 */
export async function runSessions(
  launches: Readonly<Record<string, LaunchConfiguration>>,
  write: Write,
  stopping: AbortSignal,
): Promise<0 | 1> {
  let controller: Controller | undefined;
  let haveEnded = false;
  try {
    controller = Controller.fromEnvironment(process.env);
    write(`info ${JSON.stringify(await controller.info())}`);
    await controller.connect();
    write('connected');
    const sessions = new ControlledSessions(controller, write, stopping);
    const titled = Object.entries(launches);
    const ends = await Promise.all(titled.map(([title, launch]) => sessions.run(title, launch)));
    haveEnded = ends.every(Boolean);
  } catch (error) {
    write(describe(error));
  }
  await controller?.disconnect();
  const violations = controller?.violations ?? [];
  for (const violation of violations) write(`violation: ${violation}`);
  return haveEnded && violations.length === 0 ? 0 : 1;
}

/** The sessions of one controller, by title. */
class ControlledSessions {
  readonly #controller: Controller;
  readonly #write: Write;
  readonly #stopping: AbortSignal;
  readonly #titles = new Map<string, string>();

  constructor(controller: Controller, write: Write, stopping: AbortSignal) {
    this.#controller = controller;
    this.#write = write;
    this.#stopping = stopping;
    controller.observe((notification) => this.#show(notification));
  }

  /** Resolves to whether the session started and ended. */
  async run(title: string, launch: LaunchConfiguration): Promise<boolean> {
    const mode = process.env['DEBUG_SESSION_RUN_MODE'] === 'NoDebug' ? 'NoDebug' : 'Debug';
    const request = { launch_configurations: [{ mode, ...launch } as const] };
    try {
      const session = await this.#controller.runSession(request, { signal: this.#stopping });
      this.#titles.set(session.id, title);
      this.#write(`${title}: PUT 201 ${session.id}`);
      for (const notification of session.notifications) this.#show(notification);
      await this.#end(session);
      return session.termination !== undefined;
    } catch (error) {
      this.#write(`${title}: ${describe(error)}`);
      return false;
    }
  }

  /** Resolves to the session's end, or when it can no longer be expected after a stop. */
  async #end(session: Session): Promise<void> {
    const asked = this.#stopping.aborted ? Promise.resolve() : once(this.#stopping, 'abort');
    const stopped = asked.then(() => this.#controller.stopSession(session.id));
    await Promise.race([session.terminated, stopped]);
  }

  /** Notifications that arrive before a session's title is known are shown afterwards. */
  #show(notification: Notification): void {
    const title = this.#titles.get(notification.session_id);
    if (title === undefined) return;
    for (const line of transcriptLines(notification)) this.#write(`${title}: ${line}`);
  }
}

function describe(error: unknown): string {
  if (error instanceof ControllerError)
    return `refused ${error.status} ${error.code}: ${error.message}`;
  return `failed: ${error instanceof Error ? error.message : String(error)}`;
}
