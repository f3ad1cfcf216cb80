import type { Log } from '../../../common/log.ts';
import { getMessage } from '../../../common/log.ts';
import { pass } from './handler.ts';

type Outcome =
  | { readonly kind: 'pass' }
  | { readonly kind: 'replace'; readonly content: object }
  | { readonly kind: 'drop' | 'answer' | 'answer with text' | 'refuse' };

/** A handler's function for a method, with the name of the handler. */
export interface Link<M, O> {
  readonly name: string;
  readonly handle: (message: M) => O | Promise<O>;
}

/** The result of a chain of handlers. */
export interface Chained<M, O> {
  readonly message: M;
  readonly outcome: O | typeof pass;
  readonly isChanged: boolean;
}

/** Limits how long a handler's outcome may take. */
export type Waiting<O> = (outcome: Promise<O>, handler: string) => Promise<O | typeof pass>;

/**
 * Passes a message to the handlers in order until one of them stops it. Returns a promise only if a handler
 * does, so that messages that are not held are forwarded synchronously. A handler that fails counts as
 * `pass`.
 */
export function runChain<M, O extends Outcome>(
  links: readonly Link<M, O>[],
  message: M,
  withContent: (message: M, content: object) => M,
  log: Log,
  waiting: Waiting<O | typeof pass> = (outcome) => outcome,
): Chained<M, O> | Promise<Chained<M, O>> {
  const goOn = (at: number, present: M, isChanged: boolean): ReturnType<typeof runChain<M, O>> => {
    const link = links[at];
    if (link === undefined) return { message: present, outcome: pass, isChanged };
    const decide = (outcome: O | typeof pass): ReturnType<typeof runChain<M, O>> => {
      if (outcome.kind === 'pass') return goOn(at + 1, present, isChanged);
      if (outcome.kind !== 'replace') return { message: present, outcome, isChanged };
      return goOn(at + 1, withContent(present, outcome.content), true);
    };
    const failed = (error: unknown): typeof pass => {
      log.warn(`The debug relay's handler ${link.name} failed: ${getMessage(error)}`);
      return pass;
    };
    try {
      const outcome = link.handle(present);
      if (!(outcome instanceof Promise)) return decide(outcome);
      return waiting(outcome.catch(failed), link.name).then(decide);
    } catch (error) {
      return decide(failed(error));
    }
  };
  return goOn(0, message, false);
}
