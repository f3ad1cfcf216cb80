import * as z from 'zod/mini';
import { toolErrors } from './errors.ts';
import { findSession, sessionInput } from './findSession.ts';
import { inlineCode } from './inlineCode.ts';
import { hasEnded } from './sessionSummary.ts';
import { defineTool } from './tool.ts';

/** Restarts the program of a session. */
export const restartSession = defineTool({
  name: 'ide_session_restart',
  title: 'Restart IDE Session',
  description:
    'Restarts the program of a session of the IDE, building a project again if it changed. The session keeps its name. A session that has not started is started. Call ide_session_wait next.',
  effect: 'ends',
  input: z.strictObject({ session: sessionInput }),
  confirm: ({ session }) => ({
    title: 'Restart an IDE session?',
    message: `The program of ${inlineCode(session)} is ended and started again.`,
  }),
  async run({ session }, { host }) {
    const found = await findSession(host, session);
    if (hasEnded(found)) throw toolErrors.ToolSessionEnded({ name: found.name });
    await host.restart(found.name);
    return `Session ${found.name} is being restarted.`;
  },
});
