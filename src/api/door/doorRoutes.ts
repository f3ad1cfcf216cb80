import type { RequestListener, ServerResponse } from 'node:http';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import type { HostFacts } from './hostFacts.ts';

/** What a host serves at its door in addition to the resource API. */
export interface DoorHost {
  readonly facts: () => HostFacts;
  /** The variables of the endpoint, with its token. */
  readonly environment: (runMode: RunMode) => Readonly<Record<string, string>>;
}

/** Answers what is asked about the host, and leaves all other paths to `api`. */
export function createDoorHandler(host: DoorHost, api: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET') return api(request, response);
    const [path, query] = (request.url ?? '').split('?', 2);
    switch (path) {
      case '/host':
        return answer(response, host.facts());
      case '/host/environment': {
        const asked = new URLSearchParams(query).get('mode');
        const mode = asked === 'Debug' || asked === 'NoDebug' ? asked : host.facts().runMode;
        return answer(response, { env: host.environment(mode) });
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
