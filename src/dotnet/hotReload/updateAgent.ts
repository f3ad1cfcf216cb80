import type { Socket } from 'node:net';
import { delimiter } from 'node:path';
import type { Clock } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import { definePhrases } from '../../common/phrases.ts';
import type { ProgramOptions } from '../../processes/program/program.ts';
import { type AgentReport, AgentReports, formatAgentUpdates } from './agentMessages.ts';
import type { AssemblyUpdate } from './compilerMessages.ts';
import { type LocalSocket, openLocalSocket, toPipeName } from './localSocket.ts';
import { splitCapabilities } from './compilerCall.ts';

const phrases = definePhrases({ ended: 'it takes no more changes' });

const hooksVariable = 'DOTNET_STARTUP_HOOKS';
/** Lets the runtime update assemblies that are built for debugging. */
const modifiableVariable = 'DOTNET_MODIFIABLE_ASSEMBLIES';
const addressVariable = 'IDE_SESSION_HOST_HOT_RELOAD';

/** How long a handler of the program may take until it counts as late, in milliseconds. */
export const handlerLimit = 10_000;

/** What came of updates. */
export type AgentAnswer =
  /** The warning is an error of the program's own handlers, or empty. */
  | { readonly kind: 'applied'; readonly warning: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Why updates are not applied yet. */
export type AgentDelay =
  /** They wait until no debugger is attached. */
  | { readonly kind: 'debugged' }
  /** The program has not answered within the limit. The handler is the one that it calls, if it calls one. */
  | { readonly kind: 'late'; readonly handler: string | undefined };

/** Whether a program with these variables is updated by another tool. */
export function isUpdatedByOthers(environment: Readonly<Record<string, string>>): boolean {
  return environment[modifiableVariable] !== undefined;
}

/** The host's side of the agent in one program. Its owner closes it. */
export class UpdateAgent {
  readonly #assembly: string;
  readonly #clock: Clock;
  readonly #host: LocalSocket;
  readonly #reports = new AgentReports();
  readonly #connected = deferred<readonly string[] | undefined>();
  #socket: Socket | undefined;
  /** The answer that is waited for. */
  #waiting: Deferred<AgentAnswer> | undefined;
  #onDelay: (delay: AgentDelay) => void = () => undefined;
  /** Until an answer is late. */
  #timer: Disposable | undefined;

  /** Expects the agent, an assembly, in a program. Throws a HumanError (TemporaryFolderUnusable) or a system error. */
  static async open(
    assembly: string,
    { clock, watchdog }: Pick<ProgramOptions, 'clock' | 'watchdog'>,
  ): Promise<UpdateAgent> {
    const host = await openLocalSocket('ide-session-host-program-', watchdog);
    return new UpdateAgent(assembly, clock, host);
  }

  private constructor(assembly: string, clock: Clock, host: LocalSocket) {
    this.#assembly = assembly;
    this.#clock = clock;
    this.#host = host;
    host.server.once('connection', (socket) => this.#connect(socket));
  }

  /** Resolves to the changes that the program accepts, when it takes them; to `undefined` if it ends before. */
  get connected(): Promise<readonly string[] | undefined> {
    return this.#connected.promise;
  }

  /** Returns the variables of a program with those that load the agent, which it hides from the program. */
  addTo(environment: Readonly<Record<string, string>>): Record<string, string> {
    const { [hooksVariable]: hooks } = environment;
    return {
      ...environment,
      [hooksVariable]: hooks ? `${this.#assembly}${delimiter}${hooks}` : this.#assembly,
      [modifiableVariable]: 'debug',
      [addressVariable]: toPipeName(this.#host.address),
    };
  }

  /** Applies updates. `onDelay` is called with what they wait for. One call at a time. */
  async apply(
    updates: readonly AssemblyUpdate[],
    onDelay: (delay: AgentDelay) => void,
  ): Promise<AgentAnswer> {
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed) return refused(phrases.ended());
    const answer = deferred<AgentAnswer>();
    this.#waiting = answer;
    this.#onDelay = onDelay;
    this.#expectAnswer(undefined);
    socket.write(formatAgentUpdates(updates));
    return await answer.promise;
  }

  async close(): Promise<void> {
    this.#host.server.close();
    this.#socket?.destroy();
    this.#end();
    await this.#host.folder.remove();
  }

  #connect(socket: Socket): void {
    this.#host.server.close();
    this.#socket = socket;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => {});
    socket.on('close', () => this.#end());
  }

  #receive(chunk: Uint8Array): void {
    try {
      for (const report of this.#reports.read(chunk)) this.#take(report);
    } catch {
      this.#socket?.destroy();
    }
  }

  #take({ kind, text }: AgentReport): void {
    switch (kind) {
      case 'ready':
        return this.#connected.resolve(splitCapabilities(text));
      case 'waiting':
        this.#timer?.dispose();
        return this.#onDelay({ kind: 'debugged' });
      case 'calling':
        return this.#expectAnswer(text);
      case 'applied':
        return this.#answer({ kind, warning: text });
      case 'failed':
        return this.#answer(refused(text));
    }
  }

  #expectAnswer(handler: string | undefined): void {
    this.#timer?.dispose();
    this.#timer = this.#clock.after(handlerLimit, () => this.#onDelay({ kind: 'late', handler }));
  }

  #answer(answer: AgentAnswer): void {
    this.#timer?.dispose();
    this.#waiting?.resolve(answer);
    this.#waiting = undefined;
  }

  #end(): void {
    this.#connected.resolve(undefined);
    this.#answer(refused(phrases.ended()));
  }
}

function refused(reason: string): AgentAnswer {
  return { kind: 'refused', reason };
}
