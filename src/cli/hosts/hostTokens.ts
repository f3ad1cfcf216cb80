import { hostEnvironmentSchema } from '../../api/door/hostFacts.ts';
import { getMessage } from '../../common/log.ts';
import type { KnownSecret } from '../../trace/secrets/checkSecrets.ts';
import type { RunningHost } from './runningHosts.ts';

/** Returns the tokens of the hosts. `tell` is called for each host that no longer answers. */
export async function readTokens(
  hosts: readonly RunningHost[],
  tell: (text: string) => void,
): Promise<readonly KnownSecret[]> {
  const tokens = hosts.map(async (host) => {
    try {
      return await readToken(host);
    } catch (error) {
      tell(`The token of host ${host.facts.pid} is not known: ${getMessage(error)}`);
      return [];
    }
  });
  return (await Promise.all(tokens)).flat();
}

async function readToken({ client, facts }: RunningHost): Promise<readonly KnownSecret[]> {
  const answer = await client.send({ method: 'GET', path: '/host/environment', query: {} });
  const value = hostEnvironmentSchema.parse(answer).env['DEBUG_SESSION_TOKEN'];
  return value === undefined ? [] : [{ name: `the token of host ${facts.pid}`, value }];
}
