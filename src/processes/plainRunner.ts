import type { HumanError } from '../common/humanError.ts';
import type {
  AdapterLaunchPlan,
  BrowserLaunchPlan,
  LaunchContext,
  LaunchPlan,
  ProjectLaunchPlan,
} from '../launch/launchPlan.ts';
import { planLaunch } from '../launch/table.ts';
import { getMode } from '../protocol/launchConfigurations.ts';
import type { Runner } from '../sessions/runner.ts';
import type { Launch, LaunchEvents, RunStrategy } from '../sessions/run/strategy.ts';
import { superviseRun } from '../sessions/run/supervisor.ts';
import { launchProgram } from './build/builtProgram.ts';
import { runnerErrors } from './errors.ts';
import type { ProgramOptions } from './program/program.ts';
import { reportSources } from './sources/reportSources.ts';

/** Launches a project or a page. */
export type LaunchApp = (
  plan: ProjectLaunchPlan | BrowserLaunchPlan,
  events: LaunchEvents,
) => Launch;

/** Creates a runner that runs sessions as processes, without a debugger. */
export function createPlainRunner(
  context: LaunchContext,
  options: ProgramOptions,
  launchApp: LaunchApp,
): Runner {
  const strategyFor = (plan: LaunchPlan): RunStrategy => {
    switch (plan.kind) {
      case 'program':
        return reportSources(
          { launch: (events) => launchProgram(plan, options, events) },
          plan,
          options.clock,
        );
      case 'adapter':
        throw debuggerNeeded(plan);
      case 'project':
      case 'browser':
        return { launch: (events) => launchApp(plan, events) };
    }
  };
  return {
    run: ({ spec }, events) =>
      superviseRun({
        mode: getMode(spec.launchConfiguration),
        create() {
          const plan = planLaunch(spec, context);
          if (plan.mode === 'Debug') {
            events.message('info', `${plan.name} runs without a debugger: there is no editor.`);
          }
          return strategyFor(plan);
        },
        events,
      }),
  };
}

function debuggerNeeded({ name }: AdapterLaunchPlan): HumanError {
  return runnerErrors.LaunchNeedsDebugger({ name });
}
