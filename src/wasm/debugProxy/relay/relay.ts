import { WebSocket } from 'ws';
import type { Clock } from '../../../common/clock.ts';
import { deferred } from '../../../common/deferred.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { Log } from '../../../common/log.ts';
import type { PassedMessage } from '../../../processes/launchHost.ts';
import { Flow, type Outlet } from './flow.ts';
import type { RelayHandler } from './handler.ts';
import { Inlet } from './inlet.ts';
import { MessageTap } from './cdp/messageTap.ts';
import { type Pace, getPace } from './pace.ts';
import { Pipeline, type PipelinePorts } from './pipeline.ts';
import { messageLimit, type RelayPath, RelayServer } from './relayServer.ts';

/** Counts the bytes that a relay forwards. */
class Traffic {
  fromBrowser = 0;
  toDebugger = 0;
  toBrowser = 0;

  describe(): string {
    return `${megabytes(this.fromBrowser)} from the browser, of which ${megabytes(this.toDebugger)} went to the debugger, and ${megabytes(this.toBrowser)} to the browser`;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}

export interface RelayOptions {
  /** The WebSocket address of the debug proxy or the browser. It may be known after that of the relay. */
  readonly proxyUri: string | (() => Promise<string>);
  /** The prefix of the relay's path, with leading and trailing slash. */
  readonly folder?: string;
  /** The server to listen on, which others own; by default the relay has its own. */
  readonly server?: RelayServer;
  /** In order. Each relay needs its own handlers. */
  readonly handlers: readonly RelayHandler[];
  readonly clock: Clock;
  readonly log: Log;
  /** Called with the method of each command and event, before handlers. */
  readonly onMessage?: PipelinePorts['onMessage'];
  /** Called with what a {@link MessageTap} tells of both sides. */
  readonly onPassed?: (message: PassedMessage) => void;
}

/** How long a peer may take to confirm the close of its connection, in milliseconds. */
const closeTimeout = 1_000;

/**
 * Forwards messages between a debugger and a debug proxy, or between that and the browser, through handlers.
 */
export class Relay implements Disposable {
  readonly #options: RelayOptions;
  readonly #pace: Pace;
  readonly #sockets = new Set<WebSocket>();
  readonly #closed = deferred();
  readonly #traffic = new Traffic();
  #path: RelayPath | undefined;
  #ownServer: RelayServer | undefined;
  #pipeline: Pipeline | undefined;
  #isEnding = false;

  private constructor(options: RelayOptions) {
    this.#options = options;
    this.#pace = getPace(options.clock);
  }

  /** Resolves when the debugger can connect. */
  static async open(options: RelayOptions): Promise<Relay> {
    const relay = new Relay(options);
    const { folder = '/', server } = options;
    const listening = server ?? (relay.#ownServer = await RelayServer.listen());
    relay.#path = listening.open(folder, (client) => void relay.#accept(client));
    return relay;
  }

  /** The address for the debugger. Secret, since it gives control of the browser. */
  get uri(): string {
    return this.#path?.uri ?? '';
  }

  /** Resolves when the debugger or the proxy has closed its connection, or the relay is disposed of. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  dispose(): void {
    this.#end();
    this.#path?.dispose();
    this.#ownServer?.dispose();
    for (const socket of this.#sockets) socket.terminate();
  }

  async #accept(client: Outlet): Promise<void> {
    const fromDebugger = new Inlet(client.socket, this.#pace);
    // The debugger may send messages before the proxy is connected.
    fromDebugger.pause();
    this.#follow(client.socket);
    const { proxyUri } = this.#options;
    const uri = typeof proxyUri === 'string' ? proxyUri : await proxyUri().catch(() => undefined);
    if (uri === undefined || this.#isEnding) return this.#end();
    this.#join(client, fromDebugger, uri);
  }

  #join(client: Outlet, fromDebugger: Inlet, proxyUri: string): void {
    const { clock, handlers, log, onMessage, onPassed } = this.#options;
    const tap = onPassed && new MessageTap(onPassed);
    // What handlers still send when the relay has ended goes nowhere.
    const observe: MessageTap['pass'] = (way, data) => {
      if (!this.#isEnding) tap?.pass(way, data);
    };
    const proxySocket = new WebSocket(proxyUri, {
      perMessageDeflate: false,
      maxPayload: messageLimit,
    });
    const fromBrowser = new Inlet(proxySocket, this.#pace);
    const toDebugger = new Flow(client, fromBrowser);
    let toBrowser: Flow | undefined;
    const pipeline = new Pipeline(handlers, {
      clock,
      log,
      onMessage,
      toBrowser: (data) => {
        this.#traffic.toBrowser += data.length;
        observe('to browser', data);
        toBrowser?.send(data);
      },
      toDebugger: (data) => {
        this.#traffic.toDebugger += data.length;
        observe('to debugger', data);
        toDebugger.send(data);
      },
    });
    this.#pipeline = pipeline;
    proxySocket.once('upgrade', ({ socket: stream }) => {
      toBrowser = new Flow({ socket: proxySocket, stream }, fromDebugger);
    });
    proxySocket.once('open', () => fromDebugger.resume());
    fromDebugger.open((data) => {
      observe('from debugger', data);
      pipeline.fromDebugger(data);
    });
    fromBrowser.open((data) => {
      this.#traffic.fromBrowser += data.length;
      observe('from browser', data);
      pipeline.fromBrowser(data);
    });
    this.#follow(proxySocket);
  }

  /** Ends the relay with the socket. */
  #follow(socket: WebSocket): void {
    const { log } = this.#options;
    this.#sockets.add(socket);
    // An error is followed by `close`.
    socket.on('error', (error) => log.debug(`Debug relay: ${error.message}`));
    socket.once('close', () => {
      this.#sockets.delete(socket);
      // What it has sent is forwarded before.
      this.#pace.run(() => this.#end());
    });
  }

  /** Closes both connections. */
  #end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#pipeline?.close();
    const { folder, log } = this.#options;
    const place = folder === undefined ? 'before' : 'behind';
    log.info(`The relay ${place} the debug proxy has forwarded ${this.#traffic.describe()}.`);
    for (const socket of this.#sockets) this.#close(socket);
    this.#closed.resolve();
  }

  #close(socket: WebSocket): void {
    // A paused socket doesn't receive the close frame.
    socket.resume();
    socket.close();
    const timer = this.#options.clock.after(closeTimeout, () => socket.terminate());
    socket.once('close', () => timer.dispose());
  }
}
