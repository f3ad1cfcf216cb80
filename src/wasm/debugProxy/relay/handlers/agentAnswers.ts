import {
  type AgentCommand,
  agentAnswer,
  readAgentCommand,
  readAgentReply,
  readEvaluation,
} from '../cdp/agentCommands.ts';
import {
  answerWithText,
  type CommandOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';

/**
 * Questions of Mono's debugger protocol that have one answer during a stop, by their sets: the type of an object,
 * and whether it is a delegate; texts; the lengths of arrays; what methods and types are like.
 */
const constant: Readonly<Record<number, readonly number[]>> = {
  9: [1, 9, 10],
  10: [1],
  13: [1],
  22: [1, 2, 4, 6, 11, 12, 14, 15],
  23: [1, 2, 3, 8, 9, 10, 11, 15, 16, 22],
};

/** How many answers are kept. */
const maxAnswers = 20_000;

/** What is known during a stop, by question; `undefined` while the page runs. */
interface PageAnswers {
  known: Map<string, Buffer> | undefined;
}

const goingOn = ['Debugger.resume', 'Debugger.stepInto', 'Debugger.stepOut', 'Debugger.stepOver'];

/**
 * Answers what the debug proxy has asked before at the same stop. For each object it asks about the type and its
 * members again. Used between the proxy and the browser.
 */
export function agentAnswersHandler(): RelayHandler {
  const pages = new PerTarget((): PageAnswers => ({ known: undefined }));
  const forget = (_: unknown, target: RelayTarget): typeof pass => {
    pages.of(target).known = undefined;
    return pass;
  };
  return {
    name: 'agent answers',
    commands: {
      'Runtime.evaluate': ({ params }, target) => {
        const { known } = pages.of(target);
        const command = known && readConstant(params);
        const reply = command && known?.get(toKey(command));
        return command && reply ? answer(command, reply) : pass;
      },
      ...Object.fromEntries(goingOn.map((method) => [method, forget])),
    },
    answers: {
      'Runtime.evaluate': ({ result }, { params }, target) => {
        const { known } = pages.of(target);
        const command = known && readConstant(params);
        const reply = command && readAgentReply(result);
        if (known === undefined || command === undefined || reply === undefined) return pass;
        if (known.size >= maxAnswers) known.clear();
        known.set(toKey(command), reply);
        return pass;
      },
    },
    events: {
      'Debugger.paused': (_, target) => {
        pages.of(target).known = new Map();
        return pass;
      },
      'Debugger.resumed': forget,
      'Runtime.executionContextsCleared': forget,
    },
  };
}

async function answer(command: AgentCommand, reply: Buffer): Promise<CommandOutcome> {
  return answerWithText(await agentAnswer(command, reply));
}

function readConstant(params: unknown): AgentCommand | undefined {
  const command = readAgentCommand(readEvaluation(params)?.expression ?? '');
  return command && constant[command.set]?.includes(command.command) ? command : undefined;
}

function toKey({ command, parameters, set }: AgentCommand): string {
  return `${set},${command} ${parameters.toString('base64')}`;
}
