import type { Controller } from '../../../../tools/controller/controller.ts';
import type { Session } from '../../../../tools/controller/session.ts';
import { file } from '../workspace.ts';

/** Starts a Node program of the workspace without a debugger; resolves when it has written a line. */
export async function startProgram(controller: Controller, script: string): Promise<Session> {
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: file(script) }],
  });
  await session.waitFor(({ stdout }) => stdout.includes('\n'));
  return session;
}
