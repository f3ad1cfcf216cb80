import * as z from 'zod/mini';
import {
  type AgentCommand,
  type Evaluation,
  readAgentCommand,
  readAgentReply,
  readEvaluation,
} from '../../cdp/agentCommands.ts';
import { clearEventRequest, eventRequests, isAbout } from '../../cdp/eventRequests.ts';
import {
  answerWith,
  type CommandOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../../handler.ts';
import type { ExceptionFilter } from './exceptionDecision.ts';

/** The parameters of `Debugger.setPauseOnExceptions`. */
export const filterSchema = z.object({ state: z.enum(['none', 'uncaught', 'caught', 'all']) });
/** With what the debugger has asked for. */
const writtenSchema = z.object({ ideSession: filterSchema });

/**
 * Writes the parameters for the debug proxy. It reports all exceptions of C#, and the relay in front of it chooses.
 * What the browser is to do with those of JavaScript is added for the relay behind the proxy.
 */
export function writeFilter(filter: ExceptionFilter): object {
  return { state: filter === 'none' ? 'none' : 'all', ideSession: { state: filter } };
}

/** The request of one target's runtime. */
class Present {
  id: number | undefined;
  /** Settles when the runtime has replied to the newest request. */
  setting: Promise<unknown> = Promise.resolve();
}

/**
 * Keeps the filters of exceptions apart: the browser gets what the debugger has asked for. Clears the proxy's
 * former request to the runtime, which it never does itself. Used between the proxy and the browser.
 */
export function exceptionRequestsHandler(): RelayHandler {
  const all = new PerTarget(() => new Present());
  return {
    name: 'exception requests',
    commands: {
      'Debugger.setPauseOnExceptions': ({ params }) => {
        const { data } = writtenSchema.safeParse(params);
        return data === undefined ? pass : replaceBy(data.ideSession);
      },
      'Runtime.evaluate': ({ params }, target) => {
        const evaluation = readEvaluation(params);
        if (evaluation === undefined) return pass;
        const command = readAgentCommand(evaluation.expression);
        if (!isAbout(command, 'exception') || command.command !== eventRequests.add) return pass;
        const present = all.of(target);
        const setting = present.setting.then(() => set(evaluation, command, target, present));
        present.setting = setting;
        return setting;
      },
    },
    events: {
      'Runtime.executionContextsCleared': (_, target) => {
        all.of(target).id = undefined;
        return pass;
      },
    },
  };
}

async function set(
  evaluation: Evaluation,
  command: AgentCommand,
  target: RelayTarget,
  present: Present,
): Promise<CommandOutcome> {
  const { id } = present;
  present.id = undefined;
  if (id !== undefined) await clearEventRequest(command, 'exception', id, target);
  const answer = await target.send('Runtime.evaluate', evaluation).catch(() => undefined);
  const reply = readAgentReply(answer);
  // The page was left. `leftRuntime.ts` answers.
  if (reply === undefined || reply.length < 4) return pass;
  present.id = reply.readInt32BE(reply.length - 4);
  return answerWith(answer as object);
}
