import type { Socket } from 'node:net';
import { onAbort } from '../../common/abort.ts';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import { definePhrases } from '../../common/phrases.ts';
import { toText } from '../../common/wholeLines.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { type ProgramOptions, runProgram } from '../../processes/program/program.ts';
import type { Run } from '../../sessions/runner.ts';
import { dotnetErrors } from '../errors.ts';
import {
  type CompiledProject,
  type CompilerAnswer,
  type CompilerRequest,
  formatCompilerRequest,
  parseCompilerAnswer,
  type SourceChange,
} from './compilerMessages.ts';
import { type LocalSocket, openLocalSocket } from './localSocket.ts';

const phrases = definePhrases({ ended: 'it ended' });

/** How to start the program that compiles updates, given the address at which it is expected. */
export type CompilerPlan = (address: string) => ProgramPlan;

/** What updates are compiled from. */
export type CompilerStart = Omit<CompilerRequest & { readonly kind: 'start' }, 'kind'>;

const lineFeed = 0x0a;

/** How long the program may take to load projects, in milliseconds. Only the change waits for it. */
const startLimit = 180_000;

/** Compiles hot reload updates of projects in a program of its own. Its owner closes it. */
export class UpdateCompiler {
  readonly #clock: Clock;
  readonly #host: LocalSocket;
  readonly #run: Run;
  readonly #ended = deferred();
  readonly #connected = deferred<Socket | undefined>();
  /** The parts of an unfinished line. */
  readonly #line: Buffer[] = [];
  /** The answers that are waited for, oldest first. */
  readonly #waiting: Deferred<CompilerAnswer>[] = [];
  /** The end of what the program wrote to its own streams, for errors. */
  #words = '';
  #lastId = 0;
  #documents: readonly string[] = [];

  /**
   * Starts the program and loads projects as they were built. Throws a HumanError (HotReloadUnavailable) if it
   * can't, or the signal is aborted, after the program has ended.
   */
  static async start(
    plan: CompilerPlan,
    start: CompilerStart,
    options: ProgramOptions,
    signal?: AbortSignal,
  ): Promise<UpdateCompiler> {
    const host = await openLocalSocket('ide-session-host-updates-', options.watchdog);
    const compiler = new UpdateCompiler(plan(host.address), host, options);
    const aborting = signal && onAbort(signal, () => void compiler.#run.stop());
    try {
      await compiler.#load({ kind: 'start', ...start });
      return compiler;
    } catch (error) {
      await compiler.close();
      throw error;
    } finally {
      aborting?.dispose();
    }
  }

  private constructor(plan: ProgramPlan, host: LocalSocket, options: ProgramOptions) {
    this.#clock = options.clock;
    this.#host = host;
    host.server.once('connection', (socket) => this.#connect(socket));
    this.#run = runProgram(plan, options, {
      started: () => {},
      output: (_, chunk) => void (this.#words = (this.#words + toText(chunk)).slice(-2_000)),
      ended: () => this.#end(),
      failed: ({ message }) => {
        this.#words = message;
        this.#end();
      },
    });
  }

  /** The paths of all sources that the projects are compiled from. */
  get documents(): readonly string[] {
    return this.#documents;
  }

  /** Resolves when the program has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /**
   * Takes the sources that the projects have now, after some were added or removed. Returns the paths of all.
   * Rejects with a HumanError (HotReloadUnavailable) if it can't.
   */
  async load(projects: readonly CompiledProject[]): Promise<readonly string[]> {
    await this.#load({ kind: 'load', projects });
    return this.documents;
  }

  /** Compiles changes to the sources. Rejects with a HumanError (HotReloadUnavailable) if the program has ended. */
  compile(changes: readonly SourceChange[]): Promise<CompilerAnswer> {
    return this.#ask({ kind: 'compile', id: ++this.#lastId, changes });
  }

  /** Stops the program, and resolves when it has ended. */
  async close(): Promise<void> {
    await this.#run.stop();
    await this.ended;
    this.#host.server.close();
    await this.#host.folder.remove();
  }

  async #load(request: CompilerRequest): Promise<void> {
    const loading = this.#ask(request);
    const answer = await withTimeout(this.#clock, startLimit, loading, undefined);
    if (answer?.kind === 'started') this.#documents = answer.documents;
    else throw unavailable(answer?.kind === 'failed' ? answer.reason : 'it takes too long');
  }

  async #ask(request: CompilerRequest): Promise<CompilerAnswer> {
    const socket = await this.#connected.promise;
    if (socket === undefined || socket.destroyed) throw unavailable(this.#words);
    const answer = deferred<CompilerAnswer>();
    this.#waiting.push(answer);
    socket.write(formatCompilerRequest(request));
    return await answer.promise;
  }

  #connect(socket: Socket): void {
    this.#host.server.close();
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => {});
    this.#connected.resolve(socket);
  }

  /** Lines are as long as the updates in them. */
  #receive(chunk: Buffer): void {
    for (let rest = chunk; rest.length > 0;) {
      const end = rest.indexOf(lineFeed) + 1;
      this.#line.push(end === 0 ? rest : rest.subarray(0, end));
      if (end === 0) return;
      this.#answer(Buffer.concat(this.#line.splice(0)).toString('utf8'));
      rest = rest.subarray(end);
    }
  }

  #answer(line: string): void {
    const unknown: CompilerAnswer = { kind: 'failed', reason: 'its answer is unknown' };
    this.#waiting.shift()?.resolve(parseCompilerAnswer(line) ?? unknown);
  }

  #end(): void {
    this.#connected.resolve(undefined);
    for (const { reject } of this.#waiting.splice(0)) reject(unavailable(this.#words));
    this.#ended.resolve();
  }
}

function unavailable(output: string): Error {
  const lines = output.split('\n').map((line) => line.trim());
  return dotnetErrors.HotReloadUnavailable({
    reason: lines.find((line) => line !== '') ?? phrases.ended(),
  });
}
