import * as z from 'zod/mini';
import { type Deferred, deferred } from '../../../../../common/deferred.ts';
import { readAgentCommand, readEvaluation } from '../../cdp/agentCommands.ts';
import {
  answerWith,
  type CommandOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../../handler.ts';

/** Integers as Mono's debugger protocol writes them, in base64. */
function integers(...values: readonly number[]): string {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value, 4 * index);
  return bytes.toString('base64');
}

/**
 * The replies to commands of the debugger agent for a runtime that is gone, by set and number. The proxy reads
 * missing values as 0: there is no such assembly, method, breakpoint or step.
 */
const agentReplies: Readonly<Record<string, string>> = {
  // The version; from 2.61 on the proxy asks the agent for assemblies, not the server.
  '1 1': integers(0, 2, 61),
  // Agree on a version.
  '1 8': '',
  // The assembly of a name.
  '1 18': '',
  // Set and clear a request: a breakpoint, a step, or exceptions. Clear all.
  '15 1': '',
  '15 2': '',
  '15 3': '',
  // Change a variable.
  '16 3': '',
  // The method of a token, and whether it is async.
  '21 12': '',
  '22 14': '',
};

/** The first command that the proxy sends to a runtime. */
const clearAll = '15 3';
/** The function in which a page pauses for the proxy when its runtime has started. */
export const readyFunction = /^_?mono_wasm_runtime_ready$/;

const answerSchema = z.looseObject({
  result: z.optional(z.looseObject({ className: z.optional(z.string()) })),
});
const pausedSchema = z.object({ callFrames: z.array(z.object({ functionName: z.string() })) });
const contextSchema = z.object({
  context: z.object({ auxData: z.optional(z.object({ isDefault: z.boolean() })) }),
});

/** Tracks the current document of a target. */
class Documents {
  #next: Deferred<void> | undefined;
  #isStarted = deferred<boolean>();

  /** Pending from the end of one document to the start of the next. */
  get present(): Promise<void> | undefined {
    return this.#next?.promise;
  }

  /** Resolves to `true` when the runtime of the current document has started, to `false` if the document is left first. */
  get isStarted(): Promise<boolean> {
    return this.#isStarted.promise;
  }

  started(): void {
    this.#isStarted.resolve(true);
  }

  left(): void {
    this.#isStarted.resolve(false);
    this.#isStarted = deferred();
    this.#next ??= deferred();
  }

  entered(): void {
    this.#next?.resolve();
    this.#next = undefined;
  }
}

/**
 * Answers commands to a runtime whose page was left. The browser runs such commands in the next document, or
 * refuses them. The proxy would end its connection at an error, or at a response that arrives before the next
 * document. It sends its first commands once for each document, so they wait until the document's runtime has
 * started. Used between the proxy and the browser.
 */
export function leftRuntimeHandler(): RelayHandler {
  const documents = new PerTarget(() => new Documents());
  return {
    name: 'left runtime',
    commands: {
      'Runtime.evaluate': ({ params }, target) => {
        const evaluation = readEvaluation(params);
        const reply = evaluation && replyTo(evaluation.expression);
        if (evaluation === undefined || reply === undefined) return pass;
        return send({ evaluation, reply, target, documents: documents.of(target) });
      },
    },
    events: {
      'Debugger.paused': ({ params }, target) => {
        const [top] = pausedSchema.safeParse(params).data?.callFrames ?? [];
        if (readyFunction.test(top?.functionName ?? '')) documents.of(target).started();
        return pass;
      },
      'Runtime.executionContextsCleared': (_, target) => {
        documents.of(target).left();
        return pass;
      },
      'Runtime.executionContextCreated': ({ params }, target) => {
        const { auxData } = contextSchema.safeParse(params).data?.context ?? {};
        if (auxData?.isDefault === true) documents.of(target).entered();
        return pass;
      },
    },
  };
}

interface Reply {
  /** The value of the expression. */
  readonly value: object;
  /** Whether it is one of the first commands to a runtime. */
  readonly isFirst: boolean;
}

/** Returns the reply for a runtime that is gone; `undefined` if the proxy can handle an error instead. */
function replyTo(expression: string): Reply | undefined {
  if (expression.includes('.mono_wasm_debugger_resume'))
    return { value: { type: 'undefined' }, isFirst: false };
  if (expression.includes('.mono_wasm_get_loaded_files'))
    return { value: { type: 'object', value: [] }, isFirst: true };
  const command = readAgentCommand(expression);
  const name = `${command?.set} ${command?.command}`;
  const value = agentReplies[name];
  if (value === undefined) return undefined;
  return { value: { type: 'object', value: { id: 0, value } }, isFirst: name === clearAll };
}

interface RuntimeCommand {
  readonly evaluation: object;
  readonly reply: Reply;
  readonly target: RelayTarget;
  readonly documents: Documents;
}

async function send({
  documents,
  evaluation,
  reply,
  target,
}: RuntimeCommand): Promise<CommandOutcome> {
  const { isStarted } = documents;
  let answer = await evaluate(evaluation, target);
  if (!isOfRuntime(answer) && reply.isFirst && (await isStarted)) {
    answer = await evaluate(evaluation, target);
  }
  await documents.present;
  return answerWith(isOfRuntime(answer) ? (answer as object) : { result: reply.value });
}

function evaluate(evaluation: object, target: RelayTarget): Promise<unknown> {
  return target.send('Runtime.evaluate', evaluation).catch(() => undefined);
}

/** Whether a runtime has answered, possibly with an error. */
function isOfRuntime(answer: unknown): boolean {
  const { data } = answerSchema.safeParse(answer);
  if (data === undefined) return false;
  const { className } = data.result ?? {};
  return className !== 'ReferenceError' && className !== 'TypeError';
}
