import { orAborted } from '../../common/abort.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { ServerPlan } from './serverPlan.ts';
import type { ServerEnd, ServerOptions } from './serverProcess.ts';
import { type ServerListener, WebServer } from './webServer.ts';

/** A session's share in a server. Its owner releases it. */
export interface ServerLease {
  /** Where the server listens. */
  readonly urls: readonly string[];
  /** The process that serves now; nothing in the middle of a restart. */
  readonly pid: number | undefined;
  /** Whether others use the same server. */
  readonly isShared: boolean;
  /** Resolves once the server is over, whatever ended it; a restart is no end. */
  readonly ended: Promise<ServerEnd>;
  /**
   * Ends the process and starts another one at the same addresses, for all that use it. Rejects with a
   * HumanError if it can't be started; then it is over.
   */
  restart(): Promise<void>;
  /** Restarts it unless it was started for outputs of the same stamp; resolves to whether it did. */
  restartIfChanged(stamp: string): Promise<boolean>;
  /** Gives the share back. The last one ends the server; resolves to the exit code if it has ended. */
  release(): Promise<number | undefined>;
}

/** Who asks for a share in a server, and hears of it. */
export interface LeaseListener extends ServerListener {
  /** It is not to be had, and was given back; with the exit code of a server that ended with that. */
  givenBack(exitCode: number | undefined): void;
}

/** The web servers that run in this window: each is started once, for all that want the same. */
export class WebServers {
  readonly #options: ServerOptions;
  readonly #servers = new Map<string, WebServer>();

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /**
   * Resolves once the server listens and serves the outputs of the stamp; it is started or restarted
   * if need be. Rejects with a HumanError (PortTaken, CertificateMissing, ServerNotStarted,
   * ServerNotReady), or with the signal's reason.
   */
  async acquire(
    plan: ServerPlan,
    stamp: string,
    listener: LeaseListener,
    signal?: AbortSignal,
  ): Promise<ServerLease> {
    signal?.throwIfAborted();
    const share = new Share(listener);
    const server = await this.#join(share, plan, stamp, signal);
    const lease = new Lease(server, share);
    try {
      await orAborted(server.serve(stamp), signal);
      share.introduce(server.pid);
      return lease;
    } catch (error) {
      listener.givenBack(await lease.release());
      throw error;
    }
  }

  /** Joins the server of the plan that runs or is being started; one that is ending is waited for. */
  async #join(
    share: Share,
    plan: ServerPlan,
    stamp: string,
    signal: AbortSignal | undefined,
  ): Promise<WebServer> {
    const key = keyOf(plan.program);
    let server = this.#servers.get(key);
    while (server?.isLeft === true) {
      await orAborted(server.ended, signal);
      server = this.#servers.get(key);
    }
    server ??= this.#start(key, plan, stamp);
    server.join(share);
    return server;
  }

  #start(key: string, plan: ServerPlan, stamp: string): WebServer {
    const server = new WebServer(plan, stamp, this.#options, (pid) => this.#nameOf(pid));
    this.#servers.set(key, server);
    void server.ended.then(() => this.#servers.delete(key));
    return server;
  }

  #nameOf(pid: number): string | undefined {
    return [...this.#servers.values()].find((server) => server.pid === pid)?.plan.name;
  }
}

/** One of those that listen to a server. */
class Share implements ServerListener {
  readonly #listener: ServerListener;
  #hasStarted = false;

  constructor(listener: ServerListener) {
    this.#listener = listener;
  }

  started(pid: number | undefined): void {
    this.#hasStarted = true;
    this.#listener.started(pid);
  }

  /** Tells of a process that others have started before. */
  introduce(pid: number | undefined): void {
    if (!this.#hasStarted) this.started(pid);
  }

  /** What a process says before its start was told is for those who started it. */
  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined {
    return this.#hasStarted ? this.#listener.output(stream, chunk) : undefined;
  }
}

class Lease implements ServerLease {
  readonly #server: WebServer;
  readonly #share: Share;
  #released: Promise<ServerEnd | undefined> | undefined;

  constructor(server: WebServer, share: Share) {
    this.#server = server;
    this.#share = share;
  }

  get urls(): readonly string[] {
    return this.#server.urls;
  }

  get pid(): number | undefined {
    return this.#server.pid;
  }

  get isShared(): boolean {
    return this.#server.users > 1;
  }

  get ended(): Promise<ServerEnd> {
    return this.#server.ended;
  }

  restart(): Promise<void> {
    return this.#server.restart();
  }

  restartIfChanged(stamp: string): Promise<boolean> {
    return this.#server.serve(stamp);
  }

  async release(): Promise<number | undefined> {
    this.#released ??= this.#server.leave(this.#share);
    return (await this.#released)?.exitCode;
  }
}

/** Programs are the same if nothing distinguishes their processes. */
function keyOf({ command, args, workingDirectory, environment }: ProgramPlan): string {
  const variables = Object.entries(environment).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return JSON.stringify([command, args, workingDirectory, variables]);
}
