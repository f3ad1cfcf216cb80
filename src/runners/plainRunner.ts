import { toHumanError } from '../common/humanError.ts';
import type { LaunchContext } from '../launch/launchPlan.ts';
import { planLaunch } from '../launch/table.ts';
import type { Run, Runner } from '../sessions/runner.ts';
import { type ProgramOptions, runProgram } from './program.ts';

const nothingToStop: Run = { stop: () => Promise.resolve() };

/** Runs every session as a plain process: there is no debugger where there is no editor. */
export function createPlainRunner(context: LaunchContext, options: ProgramOptions): Runner {
  return {
    run(session, events) {
      try {
        const plan = planLaunch(session.spec, context);
        if (plan.mode === 'Debug') {
          events.message(
            'info',
            `${plan.name} runs without a debugger, since there is no editor here.`,
          );
        }
        return runProgram(plan.program, options, events);
      } catch (error) {
        events.failed(toHumanError(error, 'RunNotStarted'));
        return nothingToStop;
      }
    },
  };
}
