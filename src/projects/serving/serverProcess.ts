import { withTimeout } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import type { HumanError } from '../../common/humanError.ts';
import { type ProgramOptions, runProgram } from '../../processes/program/program.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { Run } from '../../sessions/runner.ts';
import { parseAddress } from '../../dotnet/server/addresses.ts';
import { withDotnetRoot } from '../../dotnet/sdk/dotnetRoot.ts';
import { projectErrors } from '../errors.ts';
import { findPortHolder } from './portHolder.ts';
import { findFirstAnswering } from '../../dotnet/server/ports.ts';
import { Readiness } from '../../dotnet/server/readiness.ts';
import { type PortOwner, portTaken, serverNotReady, serverNotStarted } from './serverFailures.ts';
import type { ServerPlan } from './serverPlan.ts';
import { ServerWords } from '../../dotnet/server/serverWords.ts';

export interface ServerOptions extends ProgramOptions {
  /** How long a server may take to listen, in milliseconds. */
  readonly readyTimeout: number;
}

/** How the process of a server ended. The exit code is undefined if it is unknown or no process started. */
export interface ServerEnd {
  readonly exitCode: number | undefined;
}

/** The events of a server process. */
export interface ServerProcessEvents {
  started(pid: number | undefined): void;
  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined;
  /** Returns the name of the server in this window that has this pid. */
  getName(pid: number): string | undefined;
}

/** A process of a web server. */
export class ServerProcess {
  readonly #plan: ServerPlan;
  readonly #options: ServerOptions;
  readonly #events: ServerProcessEvents;
  readonly #words = new ServerWords();
  readonly #ended = deferred<ServerEnd>();
  #run: Run | undefined;
  #failure: HumanError | undefined;
  #pid: number | undefined;
  #isStopping = false;

  constructor(plan: ServerPlan, options: ServerOptions, events: ServerProcessEvents) {
    this.#plan = plan;
    this.#options = options;
    this.#events = events;
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  /** Resolves when it has ended. Never rejects. */
  get ended(): Promise<ServerEnd> {
    return this.#ended.promise;
  }

  /**
   * Starts the process and resolves to the URLs that it listens on. Rejects with a HumanError if it doesn't
   * listen, after the process has ended.
   */
  async start(): Promise<readonly string[]> {
    try {
      await this.#refuseTakenPort();
      await this.#begin();
    } catch (error) {
      this.#end(undefined);
      throw error;
    }
    const { clock, readyTimeout } = this.#options;
    const urls = await withTimeout(clock, readyTimeout, this.#ready(), 'late' as const);
    if (urls !== 'late') return urls;
    await this.stop();
    throw serverNotReady(this.#plan, readyTimeout, this.#words.last);
  }

  /** Stops it and resolves when it has ended. */
  async stop(): Promise<ServerEnd> {
    this.#isStopping = true;
    await this.#run?.stop();
    return this.ended;
  }

  async #refuseTakenPort(): Promise<void> {
    const { urls } = this.#plan;
    const taken = urls === 'any' ? undefined : await findFirstAnswering(urls, this.#options.clock);
    if (taken !== undefined) throw await this.#portTaken(taken.port);
  }

  async #begin(): Promise<void> {
    const program = await withDotnetRoot(this.#plan.program);
    this.#run = runProgram(program, this.#options, {
      started: (pid) => {
        this.#pid = pid;
        this.#events.started(pid);
      },
      output: (stream, chunk) => {
        this.#words.add(stream, chunk);
        return this.#events.output(stream, chunk);
      },
      ended: (exitCode) => this.#end(exitCode),
      failed: (error) => {
        this.#failure = error;
        this.#end(undefined);
      },
    });
    if (this.#isStopping) await this.#run.stop();
  }

  /** Resolves when it listens. Rejects if it ends before. */
  async #ready(): Promise<readonly string[]> {
    const readiness = new Readiness(this.#plan.urls, this.#words, this.#options.clock);
    try {
      const ended = this.ended.then(() => undefined);
      const urls = await Promise.race([readiness.urls, ended]);
      if (urls !== undefined) return urls;
    } finally {
      readiness.dispose();
    }
    throw await this.#whyEnded(await this.ended);
  }

  #end(exitCode: number | undefined): void {
    this.#words.flush();
    this.#ended.resolve({ exitCode });
  }

  async #whyEnded({ exitCode }: ServerEnd): Promise<HumanError> {
    if (this.#failure !== undefined) return this.#failure;
    const { trouble, last } = this.#words;
    switch (trouble?.kind) {
      case 'address in use':
        return this.#portTaken(parseAddress(trouble.url)?.port ?? 0);
      case 'no certificate':
        return projectErrors.CertificateMissing({ project: this.#plan.name });
      case undefined:
        return serverNotStarted(this.#plan, exitCode, last);
    }
  }

  async #portTaken(port: number): Promise<HumanError> {
    return portTaken(this.#plan, port, await this.#findOwner(port));
  }

  async #findOwner(port: number): Promise<PortOwner> {
    const holder = await findPortHolder(port);
    if (holder === undefined) return { kind: 'unknown' };
    const name = this.#events.getName(holder.pid);
    return name === undefined ? { kind: 'process', ...holder } : { kind: 'own server', name };
  }
}
