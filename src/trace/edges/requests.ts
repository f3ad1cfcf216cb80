import type { IncomingMessage, RequestListener } from 'node:http';
import { getPath } from '../../common/server/target.ts';
import type { Placeholders } from '../placeholders.ts';
import type { RecordOf, TraceFacts } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';
import { createChooser, httpMethod } from '../values.ts';

type RequestRecord = RecordOf<'request'>;
type Route = RequestRecord['route'];
type Server = RequestRecord['server'];

const instanceIdHeader = 'microsoft-developer-dcp-instance-id';

/** Where a request leads, and the name of its session. */
type Target = readonly [route: Route, session?: string];

/** Returns a handler of requests such that each is the cause of what it leads to. */
export function traceRequests(
  recorder: TraceRecorder,
  server: Server,
  handle: RequestListener,
): RequestListener {
  return (request, response) => {
    const record = recorder.recordUncaused(describe(request, server, recorder.placeholders));
    // A socket keeps the context of whatever opened its server.
    recorder.continuing(record, () => {
      response.once('close', () => {
        const status = response.headersSent ? response.statusCode : undefined;
        recorder.record({ kind: 'answer', status }, record.id);
      });
      handle(request, response);
    });
  };
}

function describe(
  request: IncomingMessage,
  server: Server,
  placeholders: Placeholders,
): TraceFacts {
  const { headers, method = '' } = request;
  const [route, session] = targets[server](getPath(request));
  const controller = headers[instanceIdHeader];
  return {
    kind: 'request',
    server,
    method: toMethod(method),
    route,
    session: session === undefined ? undefined : placeholders.get('session', session),
    controller:
      typeof controller === 'string' ? placeholders.get('controller', controller) : undefined,
  };
}

const toMethod = createChooser(httpMethod.options);

const targets: Readonly<Record<Server, (path: string) => Target>> = {
  endpoint(path) {
    // Most requests.
    if (path === '/run_session') return ['sessions'];
    if (path === '/info') return ['info'];
    const [, root, name, ...rest] = path.split('/');
    if (root !== 'run_session' || rest.length > 0) return ['other'];
    if (name === undefined) return ['sessions'];
    return name === 'notify' ? ['notify'] : ['session', decode(name)];
  },
  api(path) {
    const parts = path.split('/');
    const start = parts.indexOf('idesessions');
    if (start < 0) return ['other'];
    const [name, part] = parts.slice(start + 1);
    if (name === undefined || name === '') return ['sessions'];
    return [subresources[part ?? ''] ?? 'other', decode(name)];
  },
};

const subresources: Readonly<Record<string, Route>> = {
  '': 'session',
  log: 'log',
  status: 'status',
  recreate: 'recreate',
};

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
