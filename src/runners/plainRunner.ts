import { HumanError, toHumanError } from '../common/humanError.ts';
import type {
  AdapterLaunchPlan,
  BrowserLaunchPlan,
  LaunchContext,
  ProjectLaunchPlan,
} from '../launch/launchPlan.ts';
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
        switch (plan.kind) {
          case 'program':
            return runProgram(plan.program, options, events);
          case 'adapter':
            throw debuggerNeeded(plan);
          case 'project':
          case 'browser':
            return runApp(plan, events);
        }
      } catch (error) {
        events.failed(toHumanError(error, 'RunNotStarted'));
        return nothingToStop;
      }
    },
  };
}

function debuggerNeeded({ name }: AdapterLaunchPlan): HumanError {
  return new HumanError(
    'DebuggerMissing',
    `Only the extension that debugs it knows how to run ${name}. Run it in an editor that has that extension.`,
  );
}
