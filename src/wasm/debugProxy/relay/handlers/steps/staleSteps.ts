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
} from '../../handler.ts';
import { readStepKind, stepKindMethod } from './stepKind.ts';

/** A command of the relay in front of the proxy: the next resume is not one of the user. */
export const keepStepsMethod = 'IdeSession.keepSteps';

/** The pending step requests of one target's runtime. */
class Steps {
  /** Whether the next resume keeps them. */
  areKept = false;
  readonly active = new Set<number>();
  /** A command that serves as a template for others. */
  sample: AgentCommand | undefined;
}

/**
 * Clears pending step requests of the runtime before a new one is sent, and before the page resumes. A step
 * that ends at a breakpoint, or one past the end of an async event handler, stays pending in the runtime.
 * With two of them, it rejects all further steps. Used between the proxy and the browser.
 */
export function staleStepsHandler(): RelayHandler {
  const all = new PerTarget(() => new Steps());
  return {
    name: 'stale steps',
    commands: {
      // When the page resumes from JavaScript that a step has reached, the proxy sends the runtime no command.
      [stepKindMethod]: async ({ params }, target) => {
        if (readStepKind(params) === 'run') await clear(target, all.of(target));
        return answerWith({});
      },
      [keepStepsMethod]: (_, target) => {
        all.of(target).areKept = true;
        return answerWith({});
      },
      'Runtime.evaluate': ({ params }, target) => {
        const evaluation = readEvaluation(params);
        if (evaluation === undefined) return pass;
        return onEvaluate(evaluation, target, all.of(target));
      },
    },
    events: {
      'Runtime.executionContextsCleared': (_, target) => {
        const steps = all.of(target);
        steps.active.clear();
        steps.areKept = false;
        return pass;
      },
    },
  };
}

function onEvaluate(
  params: Evaluation,
  target: RelayTarget,
  steps: Steps,
): CommandOutcome | Promise<CommandOutcome> {
  const { expression } = params;
  if (expression.includes('.mono_wasm_debugger_resume')) return onResume(target, steps);
  const command = readAgentCommand(expression);
  if (!isAbout(command, 'step')) return pass;
  steps.sample = command;
  if (command.command === eventRequests.clear)
    steps.active.delete(command.parameters.readInt32BE(1));
  return command.command === eventRequests.add ? set(params, target, steps) : pass;
}

async function onResume(target: RelayTarget, steps: Steps): Promise<CommandOutcome> {
  const { areKept } = steps;
  steps.areKept = false;
  if (!areKept) await clear(target, steps);
  return pass;
}

async function set(params: object, target: RelayTarget, steps: Steps): Promise<CommandOutcome> {
  await clear(target, steps);
  const answer = await target.send('Runtime.evaluate', params).catch(() => undefined);
  const reply = readAgentReply(answer);
  // The page was left. `leftRuntime.ts` answers.
  if (reply === undefined || reply.length < 4) return pass;
  if (reply.length > 4) {
    const flag = reply.subarray(0, -4);
    // If a step fails, the runtime has dropped all steps. Clearing one of those would crash it.
    if (flag.some((byte) => byte !== 0)) steps.active.add(reply.readInt32BE(flag.length));
  }
  return answerWith(answer as object);
}

async function clear(target: RelayTarget, { active, sample }: Steps): Promise<void> {
  const ids = [...active];
  active.clear();
  if (sample === undefined) return;
  for (const id of ids) await clearEventRequest(sample, 'step', id, target);
}
