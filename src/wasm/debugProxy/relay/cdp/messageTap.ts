import * as z from 'zod/mini';
import { type PassedMethod, passedMethods } from '../../../../launch/passedMessages.ts';
import type { PassedMessage } from '../../../../processes/launchHost.ts';
import { readBreakpointId, toPlace } from './breakpoints.ts';
import { type CdpMessage, parseMessage, readHead } from './messages.ts';
import { isOwnId } from '../ownCommands.ts';
import { isLocationTaken } from '../replacedBreakpoint.ts';

const told: ReadonlySet<string> = new Set(passedMethods);

/** Longer ones are not parsed only to find out what they are. */
const longestUnknown = 4096;
/** How much of a message has its method. */
const headLength = 256;

const openedSchema = z.object({
  sessionId: z.string(),
  targetInfo: z.optional(z.object({ type: z.string() })),
});
const stateSchema = z.object({ state: z.string() });

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
    if (head === undefined ? data.length > longestUnknown : !this.#isTold(head.id, head.method)) {
      return;
    }
    const message = parseMessage(typeof data === 'string' ? Buffer.from(data) : data);
    if (message === undefined) return;
    if (message.method === undefined) this.#passAnswer(way, message);
    else if (told.has(message.method)) {
      this.#passMethod(way, message, message.method as PassedMethod);
    }
  }

  #isTold(id: number | undefined, method: string | undefined): boolean {
    return method === undefined ? this.#commands.has(id ?? -1) : told.has(method);
  }

  #passMethod(
    way: PassedMessage['way'],
    { id, params, sessionId }: CdpMessage,
    method: PassedMethod,
  ): void {
    const { data: opened } = openedSchema.safeParse(params);
    const breakpoint = toPlace(params) ?? readBreakpointId(params);
    const state = stateSchema.safeParse(params).data?.state;
    this.#tell({
      way,
      form: id === undefined ? 'event' : 'command',
      method,
      ...this.#join(way),
      target: sessionId,
      ...(id !== undefined && this.#addCommand(way, id, method)),
      ...(opened && { opened: opened.sessionId }),
      ...(opened?.targetInfo && { type: opened.targetInfo.type }),
      ...(breakpoint !== undefined && { breakpoint }),
      ...(state !== undefined && { state }),
    });
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
    const breakpoint = readBreakpointId(result);
    const failure = error && (isLocationTaken(error.message) ? 'taken' : 'other');
    this.#tell({
      way,
      form: 'answer',
      method,
      ...this.#join(way),
      target: sessionId,
      ...(own === undefined ? { command: id } : { own }),
      ...(breakpoint !== undefined && { breakpoint }),
      ...(failure && { failure }),
    });
  }
}
