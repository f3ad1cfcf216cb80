import type { CdpAnswer, CdpCommand, CdpEvent } from './cdp/messages.ts';

/** The message goes on unchanged, to the next handler and then to its receiver. */
interface Pass {
  readonly kind: 'pass';
}

/** The message goes on with other `params`; an answer with another `result`. */
interface Replace {
  readonly kind: 'replace';
  readonly content: object;
}

/** The message reaches nobody. */
interface Drop {
  readonly kind: 'drop';
}

/** The debugger gets this answer; the browser does not see the command. */
interface Answer {
  readonly kind: 'answer';
  readonly result: object;
}

/** The debugger gets an error with this message; the browser does not see the command. */
interface Refuse {
  readonly kind: 'refuse';
  readonly message: string;
}

/** What becomes of a command, which is always answered by someone. */
export type CommandOutcome = Pass | Replace | Answer | Refuse;
export type AnswerOutcome = Pass | Replace;
export type EventOutcome = Pass | Replace | Drop;

export const pass: Pass = { kind: 'pass' };
export const drop: Drop = { kind: 'drop' };
export const replaceBy = (content: object): Replace => ({ kind: 'replace', content });
export const answerWith = (result: object): Answer => ({ kind: 'answer', result });
export const refuse = (message: string): Refuse => ({ kind: 'refuse', message });

/** At once, or later: the message is held until then. */
type Eventually<T> = T | Promise<T>;

/** What one page, worker or the browser itself is to handlers. The same object from attach to detach, across reloads and navigations. */
export interface RelayTarget {
  /** `undefined` for the browser itself. */
  readonly sessionId: string | undefined;
  /** `page`, `iframe`, `worker` and so on, as the browser names it; `browser` for the browser itself, `unknown` before it is reported. */
  readonly type: string;
  /**
   * Sends a command of the relay's own and resolves to its result. The answer is seen by no handler and
   * does not wait for held events. Rejects with a HumanError: DevToolsRefused, or RelayClosed once the
   * target is detached or the relay closed.
   */
  send(method: string, params?: object): Promise<unknown>;
  /** Sends an event to the debugger, past all handlers and before events that are held. */
  emit(method: string, params: object): void;
}

/**
 * Changes what passes between the debugger and the debug proxy. The relay parses only messages whose
 * method is a key of one of these tables. Handlers see a message in the order of the pipeline, each as
 * the ones before left it.
 *
 * - A command that is held (by a promise) lets later commands overtake it.
 * - An event or answer that is held keeps back all later ones of its target, so that the debugger sees
 *   them in order. After 10 s its handler counts as `pass`, and must not act on the message any more.
 * - A handler that throws or rejects counts as `pass`; the relay logs it.
 *
 * State of a target is kept in a {@link PerTarget}.
 */
export interface RelayHandler {
  /** For log messages. */
  readonly name: string;
  /** Commands of the debugger, by method. */
  readonly commands?: Readonly<
    Record<string, (command: CdpCommand, target: RelayTarget) => Eventually<CommandOutcome>>
  >;
  /** Answers to the debugger's commands, by the command's method; `command` is as it was sent on. */
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
  /** A target has been attached; its event has not reached the debugger yet. */
  attached?(target: RelayTarget): void;
}

/** Something for each target, made when it is first asked for and gone with the target. */
export class PerTarget<T> {
  readonly #values = new WeakMap<RelayTarget, T>();
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  of(target: RelayTarget): T {
    const known = this.#values.get(target);
    if (known !== undefined) return known;
    const made = this.#make();
    this.#values.set(target, made);
    return made;
  }
}
