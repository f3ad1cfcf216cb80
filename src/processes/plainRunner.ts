import { type HumanError, toHumanError } from '../common/humanError.ts';
import type {
  AdapterLaunchPlan,
  BrowserLaunchPlan,
  LaunchContext,
  ProjectLaunchPlan,
} from '../launch/launchPlan.ts';
import { planLaunch } from '../launch/table.ts';
import { sessionErrors } from '../sessions/errors.ts';
import type { Run, RunEvents, Runner } from '../sessions/runner.ts';
import { type BuiltProgramEvents, runBuiltProgram } from './build/builtProgram.ts';
import { runnerErrors } from './errors.ts';
import type { ProgramOptions } from './program/program.ts';

/** Runs a project or a page. */
export type RunApp = (plan: ProjectLaunchPlan | BrowserLaunchPlan, events: RunEvents) => Run;

const nothingToStop: Run = { stop: () => Promise.resolve() };

/** Creates a runner that runs sessions as processes, without a debugger. */
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
          events.message('info', `${plan.name} runs without a debugger: there is no editor.`);
        }
        switch (plan.kind) {
          case 'program':
            return runBuiltProgram(plan, options, reporting(events));
          case 'adapter':
            throw debuggerNeeded(plan);
          case 'project':
          case 'browser':
            return runApp(plan, events);
        }
      } catch (error) {
        events.failed(toHumanError(error, sessionErrors.RunNotStarted));
        return nothingToStop;
      }
    },
  };
}

/** Reports the output of builds as messages. */
function reporting(events: RunEvents): BuiltProgramEvents {
  return {
    waiting: () => events.waiting(),
    started: (pid) => events.started(pid),
    output: (stream, chunk) => events.output(stream, chunk) ?? undefined,
    message: (level, text) => events.message(level, text),
    ended: (exitCode) => events.ended(exitCode),
    failed: (error) => events.failed(error),
    note: (text) => events.message('debug', text.trimEnd()),
  };
}

function debuggerNeeded({ name }: AdapterLaunchPlan): HumanError {
  return runnerErrors.LaunchNeedsDebugger({ name });
}
