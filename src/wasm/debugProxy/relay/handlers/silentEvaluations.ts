import { readAgentCommand, readEvaluation } from '../cdp/agentCommands.ts';
import { evaluationUrl } from '../frameworkScripts.ts';
import { pass, type RelayHandler, replaceBy } from '../handler.ts';

/** The set and the number of the agent's command that invokes a method. */
const invokeMethod = { set: 1, command: 7 };

/**
 * Keeps exceptions of the proxy's own evaluations from pausing the page, such as that of its question whether a
 * runtime is ready, in a document that has none yet. Chromium no longer loads a document that is paused at that
 * moment. Evaluations that run C# are left alone, since silent ones don't write to the console. Used between the
 * proxy and the browser.
 */
export function silentEvaluationsHandler(): RelayHandler {
  return {
    name: 'silent evaluations',
    commands: {
      'Runtime.evaluate': ({ params }) => {
        const evaluation = readEvaluation(params);
        if (evaluation?.expression.includes(evaluationUrl) !== true) return pass;
        const { command, set } = readAgentCommand(evaluation.expression) ?? {};
        if (set === invokeMethod.set && command === invokeMethod.command) return pass;
        return replaceBy({ ...evaluation, silent: true });
      },
    },
  };
}
