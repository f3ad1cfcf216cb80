import { type Deferred, deferred } from '../../common/deferred.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { projectErrors } from '../errors.ts';
import { planAt, type ServerPlan } from './serverPlan.ts';
import { type ServerEnd, type ServerOptions, ServerProcess } from './serverProcess.ts';

/** A user of a server. */
export interface ServerListener {
  /** A process of the server has started. Called again after each restart. */
  started(pid: number | undefined): void;
  output(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined;
}

/** A server that is shared by all users with the same plan, across restarts. */
export class WebServer {
  readonly plan: ServerPlan;
  readonly #options: ServerOptions;
  readonly #getName: (pid: number) => string | undefined;
  readonly #listeners = new Set<ServerListener>();
  readonly #ended: Deferred<ServerEnd> = deferred<ServerEnd>();
  #process: ServerProcess | undefined;
  #urls: readonly string[] = [];
  #stamp: string;
  #work: Promise<void>;
  #isLeft = false;
  #isOver = false;

  constructor(
    plan: ServerPlan,
    stamp: string,
    options: ServerOptions,
    getName: (pid: number) => string | undefined,
  ) {
    this.plan = plan;
    this.#stamp = stamp;
    this.#options = options;
    this.#getName = getName;
    this.#work = this.#run(plan);
    // Errors are reported to those that await it.
    this.#work.catch(() => undefined);
  }

  /** The URLs that it listens on. */
  get urls(): readonly string[] {
    return this.#urls;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get users(): number {
    return this.#listeners.size;
  }

  /** Resolves when it has ended for any reason. A restart is not an end. */
  get ended(): Promise<ServerEnd> {
    return this.#ended.promise;
  }

  /** Whether its last user has left, so that no other may join. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  join(listener: ServerListener): void {
    this.#listeners.add(listener);
  }

  /** Removes a user. After the last one, stops the server and resolves when it has ended, reporting its output until then; otherwise resolves to `undefined`. */
  async leave(listener: ServerListener): Promise<ServerEnd | undefined> {
    const isLast = this.#listeners.has(listener) && this.users === 1;
    if (this.#isOver || !isLast) {
      this.#listeners.delete(listener);
      return this.#isOver ? this.ended : undefined;
    }
    this.#isLeft = true;
    await this.#process?.stop();
    const end = await this.ended;
    this.#listeners.delete(listener);
    return end;
  }

  /**
   * Restarts the server if it serves other outputs than those of `stamp`. Resolves to whether it did. Rejects
   * with a HumanError if it can't be started.
   */
  async serve(stamp: string): Promise<boolean> {
    await this.#work;
    const isOther = stamp !== this.#stamp;
    if (isOther) void this.restart(stamp);
    await this.#work;
    return isOther;
  }

  /** Restarts the process at the same addresses. Rejects with a HumanError. */
  restart(stamp: string = this.#stamp): Promise<void> {
    this.#stamp = stamp;
    this.#work = this.#work.then(() => this.#replace());
    this.#work.catch(() => undefined);
    return this.#work;
  }

  async #replace(): Promise<void> {
    if (this.#isOver) throw projectErrors.ServerEnded({ project: this.plan.name });
    const former = this.#process;
    this.#process = undefined;
    const end = await former?.stop();
    if (this.#isLeft) return this.#end(end ?? { exitCode: undefined });
    await this.#run(planAt(this.plan, this.#urls));
  }

  async #run(plan: ServerPlan): Promise<void> {
    const process = new ServerProcess(plan, this.#options, {
      started: (pid) => {
        for (const listener of this.#listeners) listener.started(pid);
      },
      output: async (stream, chunk) => {
        const taken = [...this.#listeners].map((listener) => listener.output(stream, chunk));
        await Promise.all(taken.filter((wait) => wait !== undefined));
      },
      getName: this.#getName,
    });
    this.#process = process;
    void process.ended.then((end) => {
      if (this.#process === process) this.#end(end);
    });
    this.#urls = await process.start();
  }

  #end(end: ServerEnd): void {
    this.#isOver = true;
    this.#ended.resolve(end);
  }
}
