import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Clock, withTimeout } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { LaunchCheck } from '../launch/launchPlan.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { createApplication } from './http/application.ts';
import { getRefusal } from './http/authorisation.ts';
import { type ConnectionLimits, Connections, limitConnections } from './server/connections.ts';
import type { Delivery } from './delivery/delivery.ts';
import { readDescriptorLimit } from './server/descriptorLimit.ts';
import { answerLast, toConnectionError, writeError } from './http/errorAnswers.ts';
import type { Identity } from './server/identity.ts';
import { type Listener, listenOnLoopback } from './server/loopback.ts';
import { NotifyStream } from './stream/notifyStream.ts';
import { TakenAnswers } from './http/takenAnswers.ts';
import type { Token } from './server/token.ts';

/** Settings of an endpoint. Times in milliseconds, sizes in bytes. */
export interface EndpointSettings {
  /** The maximum size of a request body. */
  readonly bodyLimit: number;
  /** How long a peer may take for its TLS handshake. */
  readonly handshakeTimeout: number;
  /** How long a request's headers may take to arrive. */
  readonly headersTimeout: number;
  /** How long a complete request may take to arrive. */
  readonly requestTimeout: number;
  /** The maximum number of connections, unless the limit of file descriptors requires less. */
  readonly connectionLimits: ConnectionLimits;
}

export interface EndpointOptions extends EndpointSettings {
  readonly sessions: Sessions;
  readonly delivery: Delivery;
  readonly launchTypes: LaunchTypes;
  readonly checkLaunch: LaunchCheck;
  readonly getWorkspace?: (instanceId: string) => string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly identity: Identity;
  /** Resolves when new sessions are persisted. Not awaited if absent. */
  readonly recorded?: () => Promise<void>;
}

/** How long the last responses may take, in milliseconds. */
const answerTimeout = 100;
/** How long peers may take to close their connections, in milliseconds. */
const closeTimeout = 1_000;

/** The run-session endpoint, which controllers connect to over HTTPS and WebSocket on loopback. */
export class Endpoint {
  readonly #listeners: readonly Listener[];
  readonly #stream: NotifyStream;
  readonly #options: EndpointOptions;
  readonly #state: { isClosing: boolean };
  readonly #answers: TakenAnswers;

  readonly port: number;
  readonly token: Token;
  /** The DER certificate that clients have to trust, in Base64. */
  readonly certificate: string;

  /** Starts listening. Throws a HumanError if the port is not available. */
  static async open(options: EndpointOptions): Promise<Endpoint> {
    const { certificate, token } = options.identity;
    const state = { isClosing: false, port: 0 };
    const isClosing = (): boolean => state.isClosing;
    const answers = new TakenAnswers();
    const stream = new NotifyStream({ ...options, isClosing });
    const getAddress = (path: string): string => `https://localhost:${state.port}${path}`;
    const { handshakeTimeout, headersTimeout, requestTimeout } = options;
    const timeouts = { handshakeTimeout, headersTimeout, requestTimeout };
    const application = createApplication({ ...options, isClosing, answers, getAddress });
    const connections = new Connections(
      limitConnections(options.connectionLimits, readDescriptorLimit()),
    );
    const refusalFor = (request: IncomingMessage, socket: Duplex): ProtocolError | undefined => {
      const refusal = getRefusal(request, token);
      if (refusal !== undefined || connections.admit(socket)) return refusal;
      return new ProtocolError('TooManyConnections');
    };
    const { port, listeners } = await listenOnLoopback(
      options.identity.port,
      {
        key: certificate.key,
        cert: certificate.certificate,
        minVersion: 'TLSv1.2',
        ...timeouts,
      },
      {
        connection: (socket) => connections.add(socket),
        secured: (socket) => connections.secure(socket),
        request(request, response) {
          const refusal = refusalFor(request, request.socket);
          if (refusal === undefined) application(request, response);
          else answerLast(response, refusal, options.clock);
        },
        upgrade(request, socket, head) {
          const refusal = refusalFor(request, socket);
          if (refusal === undefined) return stream.upgrade(request, socket, head);
          socket.on('error', () => socket.destroy());
          writeError(socket, refusal);
        },
        tunnel(request, socket) {
          socket.on('error', () => socket.destroy());
          writeError(socket, refusalFor(request, socket) ?? new ProtocolError('MethodNotAllowed'));
        },
        clientError: (error, socket) => {
          options.log.debug(`A client was refused: ${error.message}`);
          writeError(socket, toConnectionError(error));
        },
      },
      options.log,
    );
    state.port = port;
    return new Endpoint(options, {
      port,
      listeners,
      stream,
      state,
      answers,
      token,
      certificateBase64: certificate.certificateBase64,
    });
  }

  private constructor(
    options: EndpointOptions,
    opened: {
      port: number;
      listeners: readonly Listener[];
      stream: NotifyStream;
      state: { isClosing: boolean };
      answers: TakenAnswers;
      token: Token;
      certificateBase64: string;
    },
  ) {
    this.#options = options;
    this.#listeners = opened.listeners;
    this.#stream = opened.stream;
    this.#state = opened.state;
    this.#answers = opened.answers;
    this.port = opened.port;
    this.token = opened.token;
    this.certificate = opened.certificateBase64;
  }

  /** Refuses new requests. Resolves when earlier ones have taken effect. Sessions keep running. */
  async refuse(): Promise<void> {
    this.#state.isClosing = true;
    const { clock } = this.#options;
    await withTimeout(clock, answerTimeout, this.#answers.settled(), undefined);
  }

  /** Closes all connections and stops listening. */
  async close(): Promise<void> {
    await this.refuse();
    this.#options.delivery.close(1001, 'The endpoint is closing.');
    await withTimeout(this.#options.clock, closeTimeout, this.#stream.ended(), undefined);
    this.#stream.terminate();
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }
}
