import { ApiError } from '../../api/client/apiError.ts';
import { ResourceClient } from '../../api/client/resourceClient.ts';
import { collectionPath } from '../../api/resource/kind.ts';
import { HumanError } from '../../common/humanError.ts';
import { cliErrors } from '../errors.ts';
import { connectHost } from '../hosts/hostCommands.ts';
import type { HostChoice } from '../invocation.ts';
import { type Session, sessionSchema } from './session.ts';

export type SessionApi = ResourceClient<Session>;

/** Connects to the sessions of the host that is meant. */
export async function connectSessions(choice: HostChoice): Promise<SessionApi> {
  const { client } = await connectHost(choice);
  return new ResourceClient<Session>(client, collectionPath, sessionSchema);
}

/** Converts a failed request to an error of the command line. Other errors stay as they are. */
export function toCliError(error: unknown): unknown {
  if (error instanceof HumanError && error.code === 'ApiServerUnreachable') {
    return cliErrors.HostGone();
  }
  if (!(error instanceof ApiError)) return error;
  if (error.isNotFound) return cliErrors.SessionNotFound({ reason: error.message });
  return cliErrors.RequestRefused({ reason: error.message });
}
