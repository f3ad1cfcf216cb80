import * as z from 'zod/mini';
import { inlineCode } from './inlineCode.ts';
import { defineTool } from './tool.ts';

const longestTarget = 4_096;

/** Starts a session. */
export const startSession = defineTool({
  name: 'ide_session_start',
  title: 'Start IDE Session',
  description:
    'Starts a program as a session of the IDE: a debug configuration in launch.json, by its name, or a project, by its path. Returns when the session is created, before its program runs. Call ide_session_wait next.',
  effect: 'starts',
  input: z.strictObject({
    target: z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(longestTarget),
        z.describe(
          'The name of a debug configuration in launch.json, or the path of a project, absolute or relative to the workspace folder.',
        ),
      ),
    mode: z.optional(
      z
        .enum(['Debug', 'NoDebug'])
        .check(z.describe('Whether the program is started with a debugger. Default: Debug.')),
    ),
  }),
  confirm: ({ mode = 'Debug', target }) => ({
    title: 'Start an IDE session?',
    message: `${inlineCode(target)} is built and run ${mode === 'Debug' ? 'with' : 'without'} a debugger.`,
  }),
  async run({ mode = 'Debug', target }, { host }) {
    const session = await host.start({ target, mode });
    return `The session was created. Wait for it with ide_session_wait.\n${JSON.stringify(session)}`;
  },
});
