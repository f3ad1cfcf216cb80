import type { Link } from './chain.ts';
import type {
  AnswerOutcome,
  CommandOutcome,
  EventOutcome,
  RelayHandler,
  RelayTarget,
} from './handler.ts';
import type { CdpAnswer, CdpCommand, CdpEvent } from './cdp/messages.ts';

/** A response with its command, as it was forwarded. */
export interface Answered {
  readonly answer: CdpAnswer;
  readonly command: CdpCommand;
}

/** The handlers of a pipeline by the messages that they handle, in order. */
export class HandlerTable {
  readonly #handlers: readonly RelayHandler[];
  readonly #wanted: Record<'commands' | 'answers' | 'events', ReadonlySet<string>>;

  constructor(handlers: readonly RelayHandler[]) {
    this.#handlers = handlers;
    const wanted = (kind: 'commands' | 'answers' | 'events'): ReadonlySet<string> =>
      new Set(handlers.flatMap((handler) => Object.keys(handler[kind] ?? {})));
    this.#wanted = {
      commands: wanted('commands'),
      answers: wanted('answers'),
      events: wanted('events'),
    };
  }

  wants(kind: 'commands' | 'answers' | 'events', method: string): boolean {
    return this.#wanted[kind].has(method);
  }

  attached(target: RelayTarget): void {
    for (const handler of this.#handlers) handler.attached?.(target);
  }

  commands(method: string, target: RelayTarget): Link<CdpCommand, CommandOutcome>[] {
    return this.#handlers.flatMap(({ commands, name }) => {
      const handle = commands?.[method];
      return handle ? [{ name, handle: (command: CdpCommand) => handle(command, target) }] : [];
    });
  }

  answers(method: string, target: RelayTarget): Link<Answered, AnswerOutcome>[] {
    return this.#handlers.flatMap(({ answers, name }) => {
      const handle = answers?.[method];
      if (handle === undefined) return [];
      return [{ name, handle: ({ answer, command }: Answered) => handle(answer, command, target) }];
    });
  }

  events(method: string, target: RelayTarget): Link<CdpEvent, EventOutcome>[] {
    return this.#handlers.flatMap(({ events, name }) => {
      const handle = events?.[method];
      return handle ? [{ name, handle: (event: CdpEvent) => handle(event, target) }] : [];
    });
  }
}
