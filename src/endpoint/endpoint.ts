import type { RequestListener } from 'node:http';
import { type Clock, withTimeout } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import { openGuardedServer, type ServerSettings } from '../common/server/guardedServer.ts';
import type { Identity } from '../common/server/identity.ts';
import type { Listener } from '../common/server/loopback.ts';
import type { Token } from '../common/server/token.ts';
import type { LaunchCheck } from '../launch/launchPlan.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import { ProtocolError } from '../protocol/errors.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Delivery } from './delivery/delivery.ts';
import { createApplication } from './http/application.ts';
import { answerError, writeError } from './http/errorAnswers.ts';
import { TakenAnswers } from './http/takenAnswers.ts';
import { NotifyStream } from './stream/notifyStream.ts';

/** Settings of an endpoint. */
export interface EndpointSettings extends ServerSettings {
  /** The maximum size of a request body, in bytes. */
  readonly bodyLimit: number;
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
  /** Returns a handler that calls this one. */
  readonly observe?: (handle: RequestListener) => RequestListener;
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
    const { clock } = options;
    const state = { isClosing: false, port: 0 };
    const isClosing = (): boolean => state.isClosing;
    const answers = new TakenAnswers();
    const stream = new NotifyStream({ ...options, isClosing });
    const getAddress = (path: string): string => `https://localhost:${state.port}${path}`;
    const application = createApplication({ ...options, isClosing, answers, getAddress });
    const { port, listeners } = await openGuardedServer({
      ...options,
      handlers: {
        request: options.observe?.(application) ?? application,
        upgrade: stream.upgrade,
        tunnel: (socket) => writeError(socket, new ProtocolError('MethodNotAllowed')),
        refuse: (response, code) => answerError(response, new ProtocolError(code), clock),
        refuseSocket: (socket, code) => writeError(socket, new ProtocolError(code)),
      },
    });
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
