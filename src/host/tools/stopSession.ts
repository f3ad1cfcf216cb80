import * as z from 'zod/mini';
import { findSession, sessionInput } from './findSession.ts';
import { inlineCode } from './inlineCode.ts';
import { hasEnded } from './sessionSummary.ts';
import { defineTool } from './tool.ts';

/** Stops a session. */
export const stopSession = defineTool({
  name: 'ide_session_stop',
  title: 'Stop IDE Session',
  description:
    'Stops a session of the IDE and its program for good. Returns when the end is requested. Call ide_session_wait with the state Ended if its exit code matters.',
  effect: 'ends',
  input: z.strictObject({ session: sessionInput }),
  confirm: ({ session }) => ({
    title: 'Stop an IDE session?',
    message: `The program of ${inlineCode(session)} is ended.`,
  }),
  async run({ session }, { host }) {
    const found = await findSession(host, session);
    if (hasEnded(found)) return `The session has ended already.\n${JSON.stringify(found)}`;
    await host.stop(found.name);
    return `Session ${found.name} is being stopped.`;
  },
});
