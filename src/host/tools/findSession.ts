import * as z from 'zod/mini';
import { toolErrors } from './errors.ts';
import { hasEnded, isRequested, type SessionSummary } from './sessionSummary.ts';
import type { ToolHost } from './toolHost.ts';

const longestName = 500;

/** How a model names a session. */
export const sessionInput = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(longestName),
    z.describe(
      'The name of the session as ide_session_list shows it, or its project if only one session of it is active.',
    ),
  );

/**
 * Finds a session by its name, otherwise the active one of a project, otherwise the latest one of it. Throws a
 * HumanError if there is none, or more than one that is active.
 */
export async function findSession(host: ToolHost, session: string): Promise<SessionSummary> {
  const all = await host.list();
  const named = all.find(({ name }) => name === session);
  if (named !== undefined) return named;
  const ofProject = all.filter((one) => one.project === session && isRequested(one));
  const active = ofProject.filter((one) => !hasEnded(one));
  if (active.length > 1) {
    const names = active.map(({ name }) => name).join(', ');
    throw toolErrors.ToolSessionAmbiguous({ session, names });
  }
  const found = active[0] ?? ofProject.at(-1);
  if (found === undefined) throw toolErrors.ToolSessionUnknown({ session });
  return found;
}
