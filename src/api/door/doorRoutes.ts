import type { RequestListener, ServerResponse } from 'node:http';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import { type ExplainBreakpoints, sendExplanation } from './explanation.ts';
import type { HostFacts } from './hostFacts.ts';
import type { KnownSessions } from './knownSessions.ts';

/** What a host serves at its door in addition to the resource API. */
export interface DoorHost {
  readonly facts: () => HostFacts;
  /** The variables of the endpoint, with its token. */
  readonly environment: (runMode: RunMode) => Readonly<Record<string, string>>;
  /** Its sessions, and what can be started in its workspace. */
  readonly known: () => KnownSessions;
  /** Absent if the host has no breakpoints. */
  readonly explainBreakpoints?: ExplainBreakpoints | undefined;
}

/** Answers what is asked about the host, and leaves all other paths to `api`. */
export function createDoorHandler(host: DoorHost, api: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET') return api(request, response);
    const [path, query] = (request.url ?? '').split('?', 2);
    const parameters = new URLSearchParams(query);
    switch (path) {
      case '/host':
        return answer(response, host.facts());
      case '/host/environment': {
        const asked = parameters.get('mode');
        const mode = asked === 'Debug' || asked === 'NoDebug' ? asked : host.facts().runMode;
        return answer(response, { env: host.environment(mode) });
      }
      case '/host/known':
        return answer(response, host.known());
      case '/host/breakpoints': {
        if (host.explainBreakpoints === undefined) return api(request, response);
        return void sendExplanation(response, host.explainBreakpoints, parameters);
      }
      default:
        return api(request, response);
    }
  };
}

function answer(response: ServerResponse, value: unknown): void {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  response.writeHead(200, headers).end(JSON.stringify(value));
}
