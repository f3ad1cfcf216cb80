import { type PassedMethod, passedMethods } from '../../../../launch/passedMessages.ts';
import type { PassedMessage } from '../../../../processes/launchHost.ts';
import type { PassedStop } from '../../../../processes/stopMessages.ts';
import { type CdpMessage, type MessageHead, parseMessage, readHead } from './messages.ts';
import { loadMarker } from '../assemblyLoadsScript.ts';
import { evaluationUrl } from '../frameworkScripts.ts';
import { isOwnId } from '../ownCommands.ts';
import { isLocationTaken } from '../replacedBreakpoint.ts';
import { readBreakpoint, readFacts } from './passedFacts.ts';
import { readScript, readStop } from './stopFacts.ts';
import { ToldScripts } from './toldScripts.ts';

const told: ReadonlySet<string> = new Set(passedMethods);

/** Longer ones are not parsed only to find out what they are. */
const longestUnknown = 4096;
/** How much of a message has its method. */
const headLength = 256;

/** The URLs of scripts that the relay hides come early in a message. */
const urlLength = 512;
/** Of which the first one in a document is told; there are about two thousand. */
const hidden = [evaluationUrl, 'wasm://'] as const;
/** What the log message of a breakpoint in C# has as its place. */
const logPlace = '"scriptId":"dotnet://';

/** A command whose answer is told. */
interface Told {
  readonly method: PassedMethod;
  /** Its number among those of the relay; `undefined` if the debugger has sent it. */
  readonly own: number | undefined;
}

/** Tells of the messages about breakpoints and pages that reach a relay and leave it. */
export class MessageTap {
  readonly #tell: (message: PassedMessage) => void;
  readonly #commands = new Map<number, Told>();
  /** The ids of the relay's own commands, in the order in which they were sent. */
  readonly #own: number[] = [];
  readonly #scripts = new ToldScripts();
  /** The kinds of hidden scripts that were told of the present document. */
  readonly #hidden = new Set<string>();
  /** Whether promises had no chance since the last message that reached the relay. */
  #isInTurn = false;

  constructor(tell: (message: PassedMessage) => void) {
    this.#tell = tell;
  }

  /** Returns the id of an own command by its number, from 1. */
  ownId(number: number): number | undefined {
    return this.#own[number - 1];
  }

  pass(way: PassedMessage['way'], data: Buffer | string): void {
    const text = typeof data === 'string' ? data.slice(0, headLength) : data;
    const head = readHead(typeof text === 'string' ? Buffer.from(text) : text);
    if (head === undefined ? data.length > longestUnknown : !this.#isTold(way, head, data)) return;
    const message = parseMessage(typeof data === 'string' ? Buffer.from(data) : data);
    if (message === undefined) return;
    if (message.method === undefined) return this.#passAnswer(way, message);
    if (head === undefined && !this.#isTold(way, message, data)) return;
    this.#passMethod(way, message, message.method as PassedMethod);
  }

  #isTold(
    way: PassedMessage['way'],
    { id, method }: Partial<MessageHead>,
    data: Buffer | string,
  ): boolean {
    if (method === undefined) return this.#commands.has(id ?? -1);
    if (!told.has(method)) return false;
    switch (method) {
      case 'Debugger.scriptParsed':
        return this.#isFirst(way, data);
      case 'Runtime.consoleAPICalled':
        return isConsoleTold(way, data);
      case 'Runtime.releaseObjectGroup':
        return way === 'to browser' && isOwnId(id ?? -1);
      default:
        return true;
    }
  }

  /** Whether a script is not hidden, or the first of its kind in a document. */
  #isFirst(way: PassedMessage['way'], data: Buffer | string): boolean {
    const start = data.slice(0, urlLength).toString('latin1');
    const kind = hidden.find((url) => start.includes(url));
    if (kind === undefined) return true;
    const key = `${way} ${kind}`;
    if (this.#hidden.has(key)) return false;
    this.#hidden.add(key);
    return true;
  }

  #passMethod(
    way: PassedMessage['way'],
    { id, params, sessionId: target }: CdpMessage,
    method: PassedMethod,
  ): void {
    const facts = this.#readFacts(way, method, params, target);
    if (facts === undefined) return;
    this.#tell({
      way,
      form: id === undefined ? 'event' : 'command',
      method,
      ...this.#join(way),
      target,
      ...(id !== undefined && this.#addCommand(way, id, method)),
      ...facts,
    });
  }

  /** Returns what is told of a message; `undefined` if it isn't told. */
  #readFacts(
    way: PassedMessage['way'],
    method: PassedMethod,
    params: unknown,
    target: string | undefined,
  ): Partial<PassedMessage> | undefined {
    const isFromBrowser = way === 'from browser';
    switch (method) {
      case 'Debugger.scriptParsed': {
        const loaded = readScript(params);
        if (loaded === undefined) return undefined;
        const isTold = this.#scripts[isFromBrowser ? 'add' : 'forward'](target, loaded);
        return isTold ? { loaded } : undefined;
      }
      case 'Debugger.paused': {
        const stop = readStop(params);
        if (stop === undefined) return {};
        if (isFromBrowser) this.#tellScripts(target, stop);
        return { stop };
      }
      case 'Runtime.executionContextsCleared':
        if (isFromBrowser) this.#forget(target);
        return {};
      default: {
        const facts = readFacts(method, params);
        if (method === 'Target.detachedFromTarget') this.#scripts.clear(facts.opened);
        return facts;
      }
    }
  }

  #tellScripts(target: string | undefined, stop: PassedStop): void {
    const common = { form: 'event', method: 'Debugger.scriptParsed', target } as const;
    for (const { isForwarded, script: loaded } of this.#scripts.takeOf(target, stop)) {
      this.#tell({ way: 'from browser', ...common, ...this.#join('from browser'), loaded });
      if (isForwarded) this.#tell({ way: 'to debugger', ...common, loaded });
    }
  }

  #forget(target: string | undefined): void {
    this.#scripts.clear(target);
    this.#hidden.clear();
  }

  #join(way: PassedMessage['way']): Pick<PassedMessage, 'isJoined'> {
    if (way.startsWith('to')) return {};
    const isJoined = this.#isInTurn;
    this.#isInTurn = true;
    if (!isJoined) queueMicrotask(() => (this.#isInTurn = false));
    return isJoined ? { isJoined } : {};
  }

  #addCommand(
    way: PassedMessage['way'],
    id: number,
    method: PassedMethod,
  ): Pick<PassedMessage, 'command' | 'own'> {
    const isOwn = way === 'to browser' && isOwnId(id);
    const own = isOwn ? this.#own.push(id) : undefined;
    this.#commands.set(id, { method, own });
    return own === undefined ? { command: id } : { own };
  }

  #passAnswer(way: PassedMessage['way'], { error, id = -1, result, sessionId }: CdpMessage): void {
    const command = this.#commands.get(id);
    if (command === undefined) return;
    const { method, own } = command;
    if (way === 'to debugger' || own !== undefined) this.#commands.delete(id);
    const failure = error && (isLocationTaken(error.message) ? 'taken' : 'other');
    this.#tell({
      way,
      form: 'answer',
      method,
      ...this.#join(way),
      target: sessionId,
      ...(own === undefined ? { command: id } : { own }),
      ...readBreakpoint(result),
      ...(failure && { failure }),
    });
  }
}

/** Whether a message of the console ends the load of an assembly, or is the log message of a breakpoint. */
function isConsoleTold(way: PassedMessage['way'], data: Buffer | string): boolean {
  if (way === 'from browser') return data.slice(0, headLength * 8).includes(loadMarker);
  return typeof data === 'string' && data.includes(logPlace);
}
