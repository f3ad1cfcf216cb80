import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../../../../common/clock.ts';
import { type Deferred, deferred } from '../../../../../common/deferred.ts';
import type { LineUpdate } from '../../../../hotReload/assemblyLines.ts';
import type { ExpectedMoves } from '../../../../hotReload/updateJournal.ts';
import { type AgentCommand, readAgentCommand, readEvaluation } from '../../cdp/agentCommands.ts';
import {
  readUpdateEvent,
  readUpdateSymbols,
  type UpdateEvent,
  writeUpdateEvent,
} from '../../cdp/agentEvents.ts';
import { AgentQueries } from '../../cdp/agentQueries.ts';
import {
  answerWith,
  type CommandOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../../handler.ts';
import type { PagesChanges } from './changedMethods.ts';
import { linesMovedMethod, reboundMethod } from './rebinding.ts';

/** How long the proxy and the debugger may take to process moved lines, in milliseconds. */
const limit = 5_000;

/** The function in which the runtime stops for the debug proxy. */
const reportFunction = /^_?mono_wasm_fire_debugger_agent_message_with_data_to_pause$/;

const pausedSchema = z.object({
  callFrames: z.array(
    z.object({
      functionName: z.string(),
      scopeChain: z.array(z.object({ object: z.object({ objectId: z.optional(z.string()) }) })),
    }),
  ),
});
const propertiesSchema = z.object({ objectId: z.string() });
const reportSchema = z.object({
  result: z.array(z.object({ value: z.optional(z.object({ value: z.optional(z.string()) })) })),
});

/** An update that the proxy is being told about as if the runtime reported it. */
interface Telling {
  readonly objectId: string;
  readonly data: Buffer;
  readonly done: Deferred<void>;
}

/** The moved lines of one page. */
class PageLines {
  readonly expected = new Map<string, ExpectedMoves>();
  /** A command of the proxy, which shows how commands are sent. */
  sample: AgentCommand | undefined;
  /** The object with the runtime's current report. */
  reportId: string | undefined;
  /** The update that the runtime reports; the page is paused. */
  report: UpdateEvent | undefined;
  /** The thread of the last report. */
  thread = 1;
  telling: Telling | undefined;
  count = 0;
  /** Set while the debugger sets its breakpoints again. */
  rebinding: Deferred<void> | undefined;
}

/**
 * Tells the debug proxy where methods are that a hot reload update only moved. The compiler emits nothing for
 * them, so the proxy would keep their old lines, and two methods could have the same ones. It is told as if the
 * runtime had reported an update, while the page is still paused for the report of the real one, and then the
 * debugger sets its breakpoints again. Used between the proxy and the browser, before all other handlers.
 */
export class MovedLines {
  readonly #pages = new PerTarget(() => new PageLines());
  readonly #targets = new Map<string, RelayTarget>();
  readonly #clock: Clock;
  readonly #changes: PagesChanges;

  constructor(clock: Clock, changes: PagesChanges) {
    this.#clock = clock;
    this.#changes = changes;
  }

  /** Sets which lines move with the next updates of a page, by assembly. */
  expect(sessionId: string, moves: ReadonlyMap<string, ExpectedMoves>): void {
    const target = this.#targets.get(sessionId);
    if (target === undefined) return;
    const { expected } = this.#pages.of(target);
    expected.clear();
    for (const [assembly, move] of moves) expected.set(assembly, move);
  }

  /** Tells the proxy of a running page about moved lines for which the runtime gets no update. */
  async tell(sessionId: string, moves: ReadonlyMap<string, readonly LineUpdate[]>): Promise<void> {
    const target = this.#targets.get(sessionId);
    if (target === undefined) return;
    const page = this.#pages.of(target);
    for (const [assembly, updates] of moves) {
      const module = await findModule(page, target, assembly);
      if (module !== undefined)
        await this.#tellAll({ thread: page.thread, module }, updates, target);
    }
    await this.#rebind(target);
  }

  handler(): RelayHandler {
    return {
      name: 'moved lines',
      attached: (target) => {
        if (target.sessionId !== undefined) this.#targets.set(target.sessionId, target);
      },
      commands: {
        'Runtime.evaluate': ({ params }, target) => {
          const command = readAgentCommand(readEvaluation(params)?.expression ?? '');
          if (command !== undefined) this.#pages.of(target).sample = command;
          return pass;
        },
        'Runtime.getProperties': ({ params }, target) => {
          const { telling } = this.#pages.of(target);
          const objectId = propertiesSchema.safeParse(params).data?.objectId;
          if (telling === undefined || objectId !== telling.objectId) return pass;
          const value = { type: 'string', value: telling.data.toString('base64') };
          return answerWith({ result: [{ name: 'data', value }] });
        },
        'Debugger.resume': (_, target) => this.#onResume(target),
        [reboundMethod]: (_, target) => {
          this.#pages.of(target).rebinding?.resolve();
          return answerWith({});
        },
      },
      answers: {
        'Runtime.getProperties': ({ result }, { params }, target) => {
          const page = this.#pages.of(target);
          const objectId = propertiesSchema.safeParse(params).data?.objectId;
          if (objectId === undefined || objectId !== page.reportId) return pass;
          const data = reportSchema.safeParse(result).data?.result[0]?.value?.value;
          this.#onReport(Buffer.from(data ?? '', 'base64'), page, target);
          return pass;
        },
      },
      events: {
        'Debugger.paused': ({ params }, target) => {
          const page = this.#pages.of(target);
          const top = pausedSchema.safeParse(params).data?.callFrames[0];
          const isReport = reportFunction.test(top?.functionName ?? '');
          page.reportId = isReport ? top?.scopeChain[0]?.object.objectId : undefined;
          page.report = undefined;
          return page.telling === undefined ? pass : page.telling.done.promise.then(() => pass);
        },
        'Runtime.executionContextsCleared': (_, target) => {
          const page = this.#pages.of(target);
          page.telling?.done.resolve();
          page.rebinding?.resolve();
          page.reportId = page.report = undefined;
          if (target.sessionId !== undefined) this.#changes.leave(target.sessionId);
          return pass;
        },
      },
    };
  }

  #onReport(data: Buffer, page: PageLines, { sessionId }: RelayTarget): void {
    page.report = readUpdateEvent(data);
    if (page.report === undefined || sessionId === undefined) return;
    this.#changes.add(sessionId, page.report.module, readUpdateSymbols(data));
  }

  #onResume(target: RelayTarget): CommandOutcome | Promise<CommandOutcome> {
    const page = this.#pages.of(target);
    if (page.telling !== undefined) {
      page.telling.done.resolve();
      return answerWith({});
    }
    const { report } = page;
    page.report = undefined;
    if (report === undefined || page.expected.size === 0) return pass;
    return this.#onUpdate(report, page, target).then(() => pass);
  }

  /** The proxy has processed an update of the runtime and would let the page continue. */
  async #onUpdate(report: UpdateEvent, page: PageLines, target: RelayTarget): Promise<void> {
    page.thread = report.thread;
    for (const [assembly, { reports, updates }] of page.expected) {
      if ((await findModule(page, target, assembly)) !== report.module) continue;
      if (reports > 1) {
        page.expected.set(assembly, { reports: reports - 1, updates });
        continue;
      }
      page.expected.delete(assembly);
      await this.#tellAll(report, updates, target);
      // The debugger may have set breakpoints at new lines when the file was saved, before the proxy knew them.
      await this.#rebind(target);
    }
  }

  async #tellAll(
    event: UpdateEvent,
    updates: readonly LineUpdate[],
    target: RelayTarget,
  ): Promise<void> {
    const page = this.#pages.of(target);
    for (const { metadata, pdb } of updates) {
      const objectId = `ide-session:moved-lines:${++page.count}`;
      page.telling = { objectId, data: writeUpdateEvent(event, metadata, pdb), done: deferred() };
      target.emit('Debugger.paused', createPause(objectId));
      await withTimeout(this.#clock, limit, page.telling.done.promise, undefined);
      page.telling = undefined;
    }
  }

  async #rebind(target: RelayTarget): Promise<void> {
    const page = this.#pages.of(target);
    page.rebinding = deferred();
    target.emit(linesMovedMethod, {});
    await withTimeout(this.#clock, limit, page.rebinding.promise, undefined);
    page.rebinding = undefined;
  }
}

/** The runtime's number of an assembly's module; `undefined` if the page doesn't run it. */
async function findModule(
  { sample }: PageLines,
  target: RelayTarget,
  assembly: string,
): Promise<number | undefined> {
  if (sample === undefined) return undefined;
  const module = new AgentQueries(sample, target).findModule(`${assembly}.dll`);
  return await module.catch(() => undefined);
}

/** A pause in which the runtime reports an event. */
function createPause(objectId: string): object {
  const location = { scriptId: '0', lineNumber: 0, columnNumber: 0 };
  const frame = {
    callFrameId: objectId,
    functionName: 'mono_wasm_fire_debugger_agent_message_with_data_to_pause',
    location,
    url: '',
    scopeChain: [{ type: 'local', object: { type: 'object', objectId } }],
    this: { type: 'undefined' },
  };
  return { callFrames: [frame], reason: 'other', hitBreakpoints: [] };
}
