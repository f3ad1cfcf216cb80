import { type Clock, withTimeout } from '../../../common/clock.ts';
import type { Log } from '../../../common/log.ts';
import { type Chained, runChain } from './chain.ts';
import { type CommandOutcome, pass, type RelayHandler } from './handler.ts';
import { type Answered, HandlerTable } from './handlerTable.ts';
import {
  type CdpAnswer,
  type CdpCommand,
  type CdpEvent,
  type CdpMessage,
  parseMessage,
  readHead,
  toAnswer,
  toText,
} from './cdp/messages.ts';
import { OwnCommands } from './ownCommands.ts';
import { type OrderedTarget, Targets } from './targets.ts';

/** How long a handler may hold an event or a response, in milliseconds. */
const holdLimit = 10_000;

const contextCreated = 'Runtime.executionContextCreated';

/** The outputs of a pipeline. Messages are forwarded unchanged or as new text. */
export interface PipelinePorts {
  readonly toBrowser: (data: Buffer | string) => void;
  readonly toDebugger: (data: Buffer | string) => void;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with the method of each command and event. */
  readonly onMessage?: ((from: 'debugger' | 'browser', method: string) => void) | undefined;
}

/** Passes messages between a debugger and a browser through handlers. Knows no sockets. */
export class Pipeline {
  readonly #ports: PipelinePorts;
  readonly #table: HandlerTable;
  readonly #own: OwnCommands;
  readonly #targets: Targets;
  /** Commands whose responses handlers want to receive, by id. */
  readonly #asked = new Map<number, CdpCommand>();

  constructor(handlers: readonly RelayHandler[], ports: PipelinePorts) {
    this.#ports = ports;
    this.#table = new HandlerTable(handlers);
    this.#own = new OwnCommands(ports.toBrowser);
    this.#targets = new Targets({
      send: (method, params, sessionId) => this.#own.send(method, params, sessionId),
      emit: (method, params, sessionId) =>
        this.#ports.toDebugger(toText({ method, params, sessionId })),
    });
  }

  fromDebugger(data: Buffer): void {
    const method = readHead(data)?.method;
    if (method !== undefined) this.#ports.onMessage?.('debugger', method);
    if (method !== undefined && !this.#isCommandWanted(method)) return this.#ports.toBrowser(data);
    const message = parseMessage(data);
    if (message?.method === undefined || message.id === undefined) {
      return this.#ports.toBrowser(data);
    }
    const { id, params, sessionId } = message;
    void this.#handleCommand({ id, method: message.method, params, sessionId }, data);
  }

  fromBrowser(data: Buffer): void {
    const head = readHead(data);
    if (head?.method !== undefined) this.#ports.onMessage?.('browser', head.method);
    if (head !== undefined && !this.#isReportWanted(head.id, head.method)) {
      return this.#ports.toDebugger(data);
    }
    const message = parseMessage(data);
    if (message === undefined) return this.#ports.toDebugger(data);
    if (message.method === undefined && this.#own.isOwn(message.id)) {
      return this.#own.settle(message);
    }
    this.#order(message, data);
  }

  /** Rejects pending commands of handlers. */
  close(): void {
    this.#own.close();
    this.#asked.clear();
  }

  #isCommandWanted(method: string): boolean {
    return this.#table.wants('commands', method) || this.#table.wants('answers', method);
  }

  #isReportWanted(id: number | undefined, method: string | undefined): boolean {
    // A held message also blocks messages without a handler.
    if (this.#targets.isAnyHeld) return true;
    if (method === undefined) return this.#own.isOwn(id) || this.#asked.has(id ?? -1);
    if (method === contextCreated || method.startsWith('Target.')) return true;
    return this.#table.wants('events', method);
  }

  async #handleCommand(command: CdpCommand, data: Buffer): Promise<void> {
    const target = this.#targets.of(command.sessionId);
    const links = this.#table.commands(command.method, target);
    const running = runChain(links, command, withParams, this.#ports.log);
    const chained = running instanceof Promise ? await running : running;
    this.#finishCommand(chained, data);
  }

  #finishCommand(
    { isChanged, message, outcome }: Chained<CdpCommand, CommandOutcome>,
    data: Buffer,
  ): void {
    const { id, method, sessionId } = message;
    if (outcome.kind === 'answer') {
      return this.#ports.toDebugger(toText({ id, result: outcome.result, sessionId }));
    }
    if (outcome.kind === 'answer with text') {
      return this.#ports.toDebugger(toAnswer(id, outcome.result, sessionId));
    }
    if (outcome.kind === 'refuse') {
      const error = { code: -32000, message: outcome.message };
      return this.#ports.toDebugger(toText({ id, error, sessionId }));
    }
    if (this.#table.wants('answers', method)) this.#asked.set(id, message);
    this.#ports.toBrowser(isChanged ? toText({ ...message }) : data);
  }

  /** Queues an event or a response behind held ones of its target. */
  #order(message: CdpMessage, data: Buffer): void {
    // Messages of a target must follow its announcement, which is an event of the browser or another target.
    if (message.method === 'Target.attachedToTarget') {
      const attached = this.#targets.attached(message);
      if (attached !== undefined) this.#table.attached(attached);
    }
    if (message.method === 'Target.detachedFromTarget') {
      const left = this.#targets.detached(message);
      if (left !== undefined) this.#own.leave(left);
    }
    const target = this.#targets.of(message.sessionId);
    if (message.method === contextCreated) target.contexts++;
    target.queue.run(() => this.#report(message, target, data));
  }

  #report(message: CdpMessage, target: OrderedTarget, data: Buffer): void | Promise<void> {
    const { id, method, params, sessionId } = message;
    if (method !== undefined) {
      return this.#reportEvent({ method, params, sessionId }, target, data);
    }
    const command = this.#asked.get(id ?? -1);
    if (command === undefined || id === undefined) return this.#ports.toDebugger(data);
    this.#asked.delete(id);
    const { error, result } = message;
    return this.#reportAnswer({ id, result, error, sessionId }, command, target, data);
  }

  #reportEvent(event: CdpEvent, target: OrderedTarget, data: Buffer): void | Promise<void> {
    const links = this.#table.events(event.method, target);
    const running = runChain(links, event, withParams, this.#ports.log, this.#limit(event.method));
    return whenDecided(running, ({ isChanged, message, outcome }) => {
      if (outcome.kind === 'drop') return;
      this.#ports.toDebugger(isChanged ? toText({ ...message }) : data);
    });
  }

  #reportAnswer(
    answer: CdpAnswer,
    command: CdpCommand,
    target: OrderedTarget,
    data: Buffer,
  ): void | Promise<void> {
    const links = this.#table.answers(command.method, target);
    const limit = this.#limit(command.method);
    const running = runChain(links, { answer, command }, withResult, this.#ports.log, limit);
    return whenDecided(running, ({ isChanged, message }) =>
      this.#ports.toDebugger(isChanged ? toText({ ...message.answer }) : data),
    );
  }

  /** A handler that holds a message for too long counts as `pass`, and later handlers receive the message. */
  #limit(method: string): <O>(outcome: Promise<O>, handler: string) => Promise<O | typeof pass> {
    const { clock, log } = this.#ports;
    return async (outcome, handler) => {
      const decided = await withTimeout(clock, holdLimit, outcome, undefined);
      if (decided !== undefined) return decided;
      log.warn(`The debug relay's handler ${handler} held ${method} for ${holdLimit / 1000} s.`);
      return pass;
    };
  }
}

function whenDecided<T>(running: T | Promise<T>, goOn: (chained: T) => void): void | Promise<void> {
  return running instanceof Promise ? running.then(goOn) : goOn(running);
}

function withParams<M extends CdpCommand | CdpEvent>(message: M, params: object): M {
  return { ...message, params };
}

function withResult({ answer, command }: Answered, result: object): Answered {
  return { command, answer: { ...answer, result, error: undefined } };
}
