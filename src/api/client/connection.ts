import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { Disposable } from '../../common/disposable.ts';
import type { ClusterAccess } from './clusterAccess.ts';
import type { Proof } from './signIn.ts';

/** When the keep-alive probes of an idle connection begin, in milliseconds. They find peers that are gone. */
const probeDelay = 30_000;
/** How many requests are sent at once, watches included. */
const maxConnections = 16;

/** A request in HTTP's terms. */
interface HttpRequest {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests to one server, over connections that are kept open. */
export interface Connection extends Disposable {
  /** The server's address, as it is shown to users. */
  readonly server: string;
  /** Resolves to the answer when its headers are there. Rejects with the error of the socket. */
  send(request: HttpRequest, proof: Proof): Promise<IncomingMessage>;
}

/** Connects to the socket or named pipe at this path. */
export function socketConnection(path: string): Connection {
  const agent = new HttpAgent({ keepAlive: true, maxSockets: maxConnections });
  return {
    server: path,
    send: (request) =>
      exchange(httpRequest, { ...toOptions(request), socketPath: path, agent }, request),
    dispose: () => agent.destroy(),
  };
}

/** Connects to the server of a cluster. */
export function clusterConnection({ server, trust }: ClusterAccess): Connection {
  const { hostname, pathname, port, protocol } = new URL(server);
  const isSecure = protocol === 'https:';
  const agentOptions = { keepAlive: true, maxSockets: maxConnections };
  const agent = isSecure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const prefix = pathname.replace(/\/+$/, '');
  const address = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    agent,
  };
  const tls = isSecure && {
    ...(trust.authorities !== undefined && { ca: trust.authorities }),
    ...(trust.serverName !== undefined && { servername: trust.serverName }),
    rejectUnauthorized: !trust.isUnchecked,
  };
  return {
    server,
    send(request, { authorization, certificate }) {
      const options: RequestOptions = {
        ...toOptions({
          ...request,
          headers: toHeaders(request, authorization),
          path: `${prefix}${request.path}`,
        }),
        ...address,
        ...tls,
        ...(certificate && { cert: certificate.certificate, key: certificate.key }),
      };
      return exchange(isSecure ? httpsRequest : httpRequest, options, request);
    },
    dispose: () => agent.destroy(),
  };
}

function toHeaders(
  { headers }: HttpRequest,
  authorization: string | undefined,
): Readonly<Record<string, string>> {
  return authorization === undefined ? headers : { ...headers, authorization };
}

function toOptions({ body, headers, method, path, signal }: HttpRequest): RequestOptions {
  return {
    method,
    path,
    headers: {
      ...headers,
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    },
    ...(signal && { signal }),
  };
}

async function exchange(
  create: typeof httpsRequest,
  options: RequestOptions,
  request: HttpRequest,
): Promise<IncomingMessage> {
  for (;;) {
    const outcome = await attempt(create, options, request.body);
    if (outcome.kind === 'answered') return outcome.answer;
    // The server may close a kept connection just when it is used again. A creation isn't repeated, since
    // it may have been done.
    if (!outcome.isStale || request.method === 'POST') throw outcome.error;
  }
}

type Outcome =
  | { readonly kind: 'answered'; readonly answer: IncomingMessage }
  | { readonly kind: 'failed'; readonly error: Error; readonly isStale: boolean };

function attempt(
  create: typeof httpsRequest,
  options: RequestOptions,
  body: string | undefined,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const sent = create(options, (answer) => resolve({ kind: 'answered', answer }));
    sent.on('socket', (socket) => void socket.setKeepAlive(true, probeDelay));
    sent.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = sent.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
      resolve({ kind: 'failed', error, isStale });
    });
    sent.end(body);
  });
}
