import { toHumanError } from '../common/humanError.ts';
import type { BrowserLaunchPlan, LaunchContext, ProjectLaunchPlan } from '../launch/launchPlan.ts';
import { planLaunch } from '../launch/table.ts';
import type { Run, RunEvents, Runner } from '../sessions/runner.ts';
import { type ProgramOptions, runProgram } from './program.ts';

/** Runs what is more than a program. */
export type RunApp = (plan: ProjectLaunchPlan | BrowserLaunchPlan, events: RunEvents) => Run;

const nothingToStop: Run = { stop: () => Promise.resolve() };

/** Runs every session as plain processes: there is no debugger where there is no editor. */
export function createPlainRunner(
  context: LaunchContext,
  options: ProgramOptions,
  runApp: RunApp,
): Runner {
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
        return plan.kind === 'program'
          ? runProgram(plan.program, options, events)
          : runApp(plan, events);
      } catch (error) {
        events.failed(toHumanError(error, 'RunNotStarted'));
        return nothingToStop;
      }
    },
  };
}
