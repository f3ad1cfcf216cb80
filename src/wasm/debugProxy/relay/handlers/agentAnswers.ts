import * as z from 'zod/mini';
import {
  type AgentCommand,
  agentAnswer,
  readAgentCommand,
  readAgentReply,
  readEvaluation,
} from '../cdp/agentCommands.ts';
import { readUpdateEvent } from '../cdp/agentEvents.ts';
import {
  answerWithText,
  type CommandOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';

/** What methods and types are like, which lasts until hot reload changes some. Questions are commands by their sets. */
const lasting: Readonly<Record<number, readonly number[]>> = {
  22: [1, 2, 4, 6, 11, 12, 14, 15],
  23: [1, 2, 3, 8, 15, 16, 22],
};

/**
 * Questions that have one answer during a stop: the type of an object, and whether it is a delegate; texts; the
 * lengths of arrays; attributes, whose texts are objects.
 */
const atStops: Readonly<Record<number, readonly number[]>> = {
  9: [1, 9, 10],
  10: [1],
  13: [1],
  23: [9, 10, 11],
};

/** How many answers of a kind are kept. */
const maxAnswers = 20_000;
/** The longest ones, in bytes. Texts may have any length. */
const longest = 4096;

type Answers = Map<string, Buffer>;

/** What is known of a page, by question. */
interface PageAnswers {
  readonly lasting: Answers;
  /** Absent while the page runs. */
  atStop: Answers | undefined;
}

/** A question, and what is known of its kind. */
interface Question {
  readonly command: AgentCommand;
  readonly key: string;
  readonly known: Answers;
}

/** The event of the runtime for which the page is paused, as the proxy reads it. */
const eventSchema = z.object({
  result: z.tuple([z.object({ value: z.object({ value: z.base64() }) })], z.unknown()),
});

const goingOn = ['Debugger.resume', 'Debugger.stepInto', 'Debugger.stepOut', 'Debugger.stepOver'];

/**
 * Answers what the debug proxy has asked before, since it asks about the type and its members again for each object,
 * and at each stop. Used between the proxy and the browser.
 */
export function agentAnswersHandler(): RelayHandler {
  const pages = new PerTarget((): PageAnswers => ({ lasting: new Map(), atStop: undefined }));
  const goOn = (_: unknown, target: RelayTarget): typeof pass => {
    pages.of(target).atStop = undefined;
    return pass;
  };
  return {
    name: 'agent answers',
    commands: {
      'Runtime.evaluate': ({ params }, target) => {
        const question = readQuestion(params, pages.of(target));
        const reply = question?.known.get(question.key);
        return question && reply ? answer(question.command, reply) : pass;
      },
      ...Object.fromEntries(goingOn.map((method) => [method, goOn])),
    },
    answers: {
      'Runtime.evaluate': ({ result }, { params }, target) => {
        const question = readQuestion(params, pages.of(target));
        const reply = question && readAgentReply(result);
        if (question !== undefined && reply !== undefined) keep(question, reply);
        return pass;
      },
      'Runtime.getProperties': ({ result }, _, target) => {
        if (isUpdate(result)) pages.of(target).lasting.clear();
        return pass;
      },
    },
    events: {
      'Debugger.paused': (_, target) => {
        pages.of(target).atStop = new Map();
        return pass;
      },
      'Debugger.resumed': goOn,
      'Runtime.executionContextsCleared': (_, target) => {
        pages.of(target).lasting.clear();
        return goOn(_, target);
      },
    },
  };
}

/** The question in an evaluation of a stopped page; `undefined` for all other ones. */
function readQuestion(params: unknown, answers: PageAnswers): Question | undefined {
  if (answers.atStop === undefined) return undefined;
  const command = readAgentCommand(readEvaluation(params)?.expression ?? '');
  if (command === undefined) return undefined;
  const { command: number, parameters, set } = command;
  // Without the id, which each command has for itself. A page may have several runtimes.
  const key = command.like(set, number, parameters);
  if (lasting[set]?.includes(number)) return { command, key, known: answers.lasting };
  return atStops[set]?.includes(number) ? { command, key, known: answers.atStop } : undefined;
}

function keep({ key, known }: Question, reply: Buffer): void {
  if (reply.length > longest) return;
  if (known.size >= maxAnswers) known.clear();
  known.set(key, reply);
}

/** Whether the runtime reports that hot reload has changed methods. */
function isUpdate(properties: unknown): boolean {
  const [data] = eventSchema.safeParse(properties).data?.result ?? [];
  return (
    data !== undefined && readUpdateEvent(Buffer.from(data.value.value, 'base64')) !== undefined
  );
}

async function answer(command: AgentCommand, reply: Buffer): Promise<CommandOutcome> {
  return answerWithText(await agentAnswer(command, reply));
}
