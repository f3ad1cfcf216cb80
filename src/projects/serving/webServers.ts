import { orAborted } from '../../common/abort.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { ServerPlan } from './serverPlan.ts';
import type { ServerEnd, ServerOptions } from './serverProcess.ts';
import { type ServerListener, WebServer } from './webServer.ts';

/** A session's lease of a shared server. Its owner releases it. */
export interface ServerLease {
  /** The URLs that the server listens on. */
  readonly urls: readonly string[];
  /** The current process; `undefined` during a restart. */
  readonly pid: number | undefined;
  /** Whether other sessions use the same server. */
  readonly isShared: boolean;
  /** Resolves when the server has ended for any reason. A restart is not an end. */
  readonly ended: Promise<ServerEnd>;
  /**
   * Restarts the server at the same addresses for all users. Rejects with a HumanError if it can't be
   * started, which ends it.
   */
  restart(): Promise<void>;
  /** Restarts the server unless it was started with the same stamp. Resolves to whether it did. */
  restartIfChanged(stamp: string): Promise<boolean>;
  /** Releases the lease. The last one stops the server. Resolves to its exit code if it has ended. */
  release(): Promise<number | undefined>;
}

/** The listener of a lease. */
export interface LeaseListener extends ServerListener {
  /** The lease could not be acquired and was released, which may have ended the server with this exit code. */
  givenBack(exitCode: number | undefined): void;
}

/** The web servers of this window. Sessions with the same plan share a server. */
export class WebServers {
  readonly #options: ServerOptions;
  readonly #servers = new Map<string, WebServer>();

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /**
   * Starts or restarts a server if necessary, and resolves when it listens and serves the outputs of the
   * stamp. Rejects with a HumanError (PortTaken, CertificateMissing, ServerNotStarted, ServerNotReady), or
   * with the signal's reason.
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

  /** Joins the server of the plan or starts it. Waits for one that is stopping. */
  async #join(
    share: Share,
    plan: ServerPlan,
    stamp: string,
    signal: AbortSignal | undefined,
  ): Promise<WebServer> {
    const key = getKey(plan.program);
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
    const server = new WebServer(plan, stamp, this.#options, (pid) => this.#getName(pid));
    this.#servers.set(key, server);
    void server.ended.then(() => this.#servers.delete(key));
    return server;
  }

  #getName(pid: number): string | undefined {
    return [...this.#servers.values()].find((server) => server.pid === pid)?.plan.name;
  }
}

/** A session's share of a server. */
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

  /** Reports a process that was started before. */
  introduce(pid: number | undefined): void {
    if (!this.#hasStarted) this.started(pid);
  }

  /** Output before the start was reported belongs to those that started the process. */
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

/** Identifies equal programs. */
function getKey({ command, args, workingDirectory, environment }: ProgramPlan): string {
  const variables = Object.entries(environment).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return JSON.stringify([command, args, workingDirectory, variables]);
}
