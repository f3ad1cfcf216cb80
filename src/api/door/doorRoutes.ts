import type { RequestListener, ServerResponse } from 'node:http';
import { getMessage } from '../../common/log.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import { StatusError } from '../answers/status.ts';
import { type ExplainBreakpoints, readPlace } from './explanation.ts';
import type { HostFacts } from './hostFacts.ts';
import { type CreateReport, hostReportPath, readReportedOutput } from './hostReport.ts';
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
  readonly createReport: CreateReport;
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
        const { explainBreakpoints } = host;
        if (explainBreakpoints === undefined) return api(request, response);
        return void answerLater(response, async () => ({
          explanation: await explainBreakpoints(readPlace(parameters)),
        }));
      }
      case hostReportPath:
        return void answerLater(response, async () => ({
          report: await host.createReport(readReportedOutput(parameters)),
        }));
      default:
        return api(request, response);
    }
  };
}

/** Answers with what is created, or with why it can't be. */
async function answerLater(
  response: ServerResponse,
  create: () => Promise<unknown>,
): Promise<void> {
  try {
    answer(response, await create());
  } catch (error) {
    answer(response, new StatusError('InternalError', getMessage(error)), 500);
  }
}

function answer(response: ServerResponse, value: unknown, status = 200): void {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  response.writeHead(status, headers).end(JSON.stringify(value));
}
