import * as z from 'zod/mini';
import { onAbort } from '../../common/abort.ts';
import { findSession, sessionInput } from './findSession.ts';
import { inlineCode } from './inlineCode.ts';
import { hasEnded, type SessionSummary } from './sessionSummary.ts';
import { defineTool, type ToolContext } from './tool.ts';

const defaultSeconds = 60;
const maxSeconds = 600;

/** Waits until a session is in a state. */
export const waitForSession = defineTool({
  name: 'ide_session_wait',
  title: 'Wait for IDE Session',
  description:
    'Waits until the program of a session runs or has ended, and returns the session as JSON. Returns as well if the session has ended instead, or if the time is up, and says so.',
  effect: 'reads',
  input: z.strictObject({
    session: sessionInput,
    state: z
      .enum(['Running', 'Ended'])
      .check(z.describe('Running: its program runs. Ended: it was stopped, ended or failed.')),
    seconds: z.optional(
      z
        .int()
        .check(
          z.minimum(1),
          z.maximum(maxSeconds),
          z.describe(`How long to wait at most. Default: ${defaultSeconds}.`),
        ),
    ),
  }),
  confirm: ({ session, state }) => ({
    title: 'Wait for an IDE session?',
    message: `The model waits until ${inlineCode(session)} ${state === 'Running' ? 'runs' : 'has ended'}.`,
  }),
  async run({ seconds = defaultSeconds, session, state }, context) {
    const { name } = await findSession(context.host, session);
    const isReached = (one: SessionSummary): boolean =>
      hasEnded(one) || (state === 'Running' && one.state === 'Running');
    const reached = await untilWithin(name, isReached, seconds, context);
    const last = reached ?? (await findSession(context.host, name));
    const time = reached === undefined ? `The time is up after ${seconds} s.\n` : '';
    return `${time}${describe(last, state)}\n${JSON.stringify(last)}`;
  },
});

/** Resolves to the session, or to `undefined` when the time is up. */
async function untilWithin(
  name: string,
  condition: (session: SessionSummary) => boolean,
  seconds: number,
  { clock, host, signal }: ToolContext,
): Promise<SessionSummary | undefined> {
  const end = new AbortController();
  let isLate = false;
  const timer = clock.after(seconds * 1_000, () => {
    isLate = true;
    end.abort();
  });
  const abort = onAbort(signal, () => end.abort(signal.reason));
  try {
    return await host.until(name, condition, end.signal);
  } catch (error) {
    if (isLate) return undefined;
    throw error;
  } finally {
    timer.dispose();
    abort.dispose();
  }
}

function describe(session: SessionSummary, wanted: 'Running' | 'Ended'): string {
  const { name, state } = session;
  if (hasEnded(session)) {
    const isUnexpected = wanted === 'Running';
    return `Session ${name} has ended${isUnexpected ? ', so its program does not run' : ''}.`;
  }
  return state === 'Running' ? `Session ${name} runs.` : `Session ${name} is in state ${state}.`;
}
