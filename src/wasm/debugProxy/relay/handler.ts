import type { CdpAnswer, CdpCommand, CdpEvent } from './cdp/messages.ts';

/** The message is forwarded unchanged to the next handler, and then to its receiver. */
interface Pass {
  readonly kind: 'pass';
}

/** The message is forwarded with other `params`; a response with another `result`. */
interface Replace {
  readonly kind: 'replace';
  readonly content: object;
}

/** The message is discarded. */
interface Drop {
  readonly kind: 'drop';
}

/** The debugger receives this response. The command is not forwarded. */
interface Answer {
  readonly kind: 'answer';
  readonly result: object;
}

/** As {@link Answer}, with a large result that is serialized already. */
interface AnswerWithText {
  readonly kind: 'answer with text';
  /** JSON, in parts. */
  readonly result: readonly Buffer[];
}

/** The debugger receives an error with this message. The command is not forwarded. */
interface Refuse {
  readonly kind: 'refuse';
  readonly message: string;
}

/** The outcome of a command. Every command is answered. */
export type CommandOutcome = Pass | Replace | Answer | AnswerWithText | Refuse;
export type AnswerOutcome = Pass | Replace;
export type EventOutcome = Pass | Replace | Drop;

export const pass: Pass = { kind: 'pass' };
export const drop: Drop = { kind: 'drop' };
export const replaceBy = (content: object): Replace => ({ kind: 'replace', content });
export const answerWith = (result: object): Answer => ({ kind: 'answer', result });
export const answerWithText = (result: readonly Buffer[]): AnswerWithText => ({
  kind: 'answer with text',
  result,
});
export const refuse = (message: string): Refuse => ({ kind: 'refuse', message });

/** The message is held until a promise settles. */
type Eventually<T> = T | Promise<T>;

/** A page, a worker or the browser itself. The same object from attach to detach, across reloads and navigations. */
export interface RelayTarget {
  /** `undefined` for the browser itself. */
  readonly sessionId: string | undefined;
  /** The type in CDP, such as `page`, `iframe` or `worker`; `browser` for the browser itself, `unknown` before it is reported. */
  readonly type: string;
  /** How many execution contexts the browser has reported; counted at once, also while the reports are held. */
  readonly contexts: number;
  /**
   * Sends a command of the relay and resolves to its result. The response is not passed to handlers and does
   * not wait for held events. Rejects with a HumanError: DevToolsRefused, or RelayClosed when the target is
   * detached or the relay is closed.
   */
  send(method: string, params?: object): Promise<unknown>;
  /** Sends an event to the debugger, bypassing handlers and held events. */
  emit(method: string, params: object): void;
}

/**
 * Modifies messages between the debugger and the debug proxy. The relay parses only messages whose method is
 * a key of one of these tables. Each handler receives the message as the previous one in the pipeline
 * returned it.
 *
 * - Later commands may overtake a command that is held (by a promise).
 * - An event or response that is held blocks all later ones of its target, so that the debugger receives
 *   them in order. After 10 s its handler counts as `pass`, and must not act on the message any more.
 * - A handler that throws or rejects counts as `pass`. The relay logs the error.
 *
 * Handlers keep the state of a target in a {@link PerTarget}.
 */
export interface RelayHandler {
  /** For log messages. */
  readonly name: string;
  /** Commands of the debugger, by method. */
  readonly commands?: Readonly<
    Record<string, (command: CdpCommand, target: RelayTarget) => Eventually<CommandOutcome>>
  >;
  /** Responses to the debugger's commands, by method. `command` is the forwarded command. */
  readonly answers?: Readonly<
    Record<
      string,
      (answer: CdpAnswer, command: CdpCommand, target: RelayTarget) => Eventually<AnswerOutcome>
    >
  >;
  /** Events of the browser, by method. */
  readonly events?: Readonly<
    Record<string, (event: CdpEvent, target: RelayTarget) => Eventually<EventOutcome>>
  >;
  /** Called when a target is attached, before the debugger receives the event. */
  attached?(target: RelayTarget): void;
}

/** State for each target, which is created on first use and released with the target. */
export class PerTarget<T> {
  readonly #values = new WeakMap<RelayTarget, T>();
  readonly #make: (target: RelayTarget) => T;

  constructor(make: (target: RelayTarget) => T) {
    this.#make = make;
  }

  of(target: RelayTarget): T {
    const known = this.#values.get(target);
    if (known !== undefined) return known;
    const made = this.#make(target);
    this.#values.set(target, made);
    return made;
  }
}
