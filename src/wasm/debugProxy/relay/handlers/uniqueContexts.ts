import * as z from 'zod/mini';
import { pass, PerTarget, type RelayHandler, replaceBy, type RelayTarget } from '../handler.ts';

/** The properties of messages that contain the id of an execution context. */
const inCommands = {
  'Runtime.evaluate': 'contextId',
  'Runtime.callFunctionOn': 'executionContextId',
  'Runtime.compileScript': 'executionContextId',
  'Runtime.runScript': 'executionContextId',
  'Runtime.globalLexicalScopeNames': 'executionContextId',
  'Runtime.addBinding': 'executionContextId',
} as const;
const inEvents = {
  'Runtime.executionContextDestroyed': 'executionContextId',
  'Runtime.consoleAPICalled': 'executionContextId',
  'Runtime.bindingCalled': 'executionContextId',
  'Runtime.inspectRequested': 'executionContextId',
  'Debugger.scriptParsed': 'executionContextId',
  'Debugger.scriptFailedToParse': 'executionContextId',
} as const;

const createdSchema = z.looseObject({
  context: z.looseObject({ id: z.number(), uniqueId: z.optional(z.string()) }),
});
const thrownSchema = z.looseObject({
  exceptionDetails: z.looseObject({ executionContextId: z.optional(z.number()) }),
});

/** The execution contexts of one target. */
class Contexts {
  /** The offset that is added to ids of the current process. */
  offset = 0;
  #highest = 0;
  /** The existing contexts, by the browser's id and unique id. */
  readonly #present = new Set<string>();

  /** Adds a context and returns its unique id number. */
  add(id: number, uniqueId: string): number {
    const name = `${id} ${uniqueId}`;
    if (!this.#present.has(name) && id + this.offset <= this.#highest) {
      this.offset = this.#highest + 1 - id;
    }
    this.#present.add(name);
    this.#highest = Math.max(this.#highest, id + this.offset);
    return id + this.offset;
  }

  clear(): void {
    this.#present.clear();
  }
}

/**
 * Gives each execution context a unique id. When a page navigates to another site, it continues in another
 * process, whose ids start at 1 again. The proxy would take its contexts for earlier ones with the same id
 * and stop debugging C#. Used between the proxy and the browser.
 */
export function uniqueContextsHandler(): RelayHandler {
  const contexts = new PerTarget(() => new Contexts());
  const moved = (content: unknown, key: string, by: number): object | undefined => {
    const id = (content as Readonly<Record<string, unknown>> | undefined)?.[key];
    if (by === 0 || typeof id !== 'number') return undefined;
    return { ...(content as object), [key]: id + by };
  };
  const passOr = (content: object | undefined) =>
    content === undefined ? pass : replaceBy(content);
  const entries = <T>(table: Readonly<Record<string, string>>, toHandle: (key: string) => T) =>
    Object.fromEntries(Object.entries(table).map(([method, key]) => [method, toHandle(key)]));
  return {
    name: 'unique contexts',
    commands: entries(
      inCommands,
      (key) =>
        ({ params }: { readonly params: unknown }, target: RelayTarget) =>
          passOr(moved(params, key, -contexts.of(target).offset)),
    ),
    answers: {
      'Page.createIsolatedWorld': ({ result }, _, target) =>
        passOr(moved(result, 'executionContextId', contexts.of(target).offset)),
    },
    events: {
      ...entries(
        inEvents,
        (key) =>
          ({ params }: { readonly params: unknown }, target: RelayTarget) =>
            passOr(moved(params, key, contexts.of(target).offset)),
      ),
      'Runtime.executionContextCreated': ({ params }, target) => {
        const { data } = createdSchema.safeParse(params);
        if (data === undefined) return pass;
        const { id, uniqueId = '' } = data.context;
        const given = contexts.of(target).add(id, uniqueId);
        return given === id
          ? pass
          : replaceBy({ ...data, context: { ...data.context, id: given } });
      },
      'Runtime.executionContextsCleared': (_, target) => {
        contexts.of(target).clear();
        return pass;
      },
      'Runtime.exceptionThrown': ({ params }, target) => {
        const { data } = thrownSchema.safeParse(params);
        const { offset } = contexts.of(target);
        const exceptionDetails = moved(data?.exceptionDetails, 'executionContextId', offset);
        return exceptionDetails === undefined ? pass : replaceBy({ ...data, exceptionDetails });
      },
    },
  };
}
