import * as z from 'zod/mini';
import { type ChangedMethods, PageFacts } from '../evaluation/runtime/pageFacts.ts';
import { PausedRuntime } from '../evaluation/runtime/pausedRuntime.ts';
import { isCSharpScript } from './cdp/callFrames.ts';
import { pass, PerTarget, type RelayHandler, type RelayTarget } from './handler.ts';

const scriptSchema = z.object({ scriptId: z.string(), executionContextId: z.number() });

/** The runtime of a page's present document. */
class PageRuntime {
  contextId: number | undefined;
  facts = new PageFacts();
}

/** The methods that hot reload has changed in each page. */
interface Changes {
  of(sessionId: string): ChangedMethods;
}

const noChanges: ChangedMethods = { isEmpty: true, has: () => false };

/** Knows the runtimes of pages, and keeps what doesn't change in them while they are loaded. */
export class PageRuntimes {
  readonly #pages = new PerTarget(() => new PageRuntime());
  readonly #changes: Changes | undefined;

  /** Takes what hot reload changes, if it is on. */
  constructor(changes: Changes | undefined) {
    this.#changes = changes;
  }

  /** The runtime of a page that is stopped until `isOver`; `undefined` before it has reported a C# source. */
  open(target: RelayTarget, isOver: () => boolean): PausedRuntime | undefined {
    const { contextId, facts } = this.#pages.of(target);
    if (contextId === undefined) return undefined;
    const changed = this.#changes?.of(target.sessionId ?? '') ?? noChanges;
    return new PausedRuntime(target, contextId, { facts, changed, isOver });
  }

  handler(): RelayHandler {
    return {
      name: 'page runtimes',
      events: {
        'Debugger.scriptParsed': ({ params }, target) => {
          const { data } = scriptSchema.safeParse(params);
          if (data !== undefined && isCSharpScript(data.scriptId)) {
            const page = this.#pages.of(target);
            page.contextId = data.executionContextId;
            // It is reported again when hot reload has changed methods in it.
            page.facts = new PageFacts();
          }
          return pass;
        },
        'Runtime.executionContextsCleared': (_, target) => {
          const page = this.#pages.of(target);
          page.contextId = undefined;
          page.facts = new PageFacts();
          return pass;
        },
      },
    };
  }
}
