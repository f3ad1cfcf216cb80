import { type Clock, withTimeout } from '../common/clock.ts';
import { findProjectFile } from '../dotnet/files/projectFile.ts';
import type {
  LaunchCheck,
  LaunchPlan,
  ProgramLaunchPlan,
  ProgramPlan,
} from '../launch/launchPlan.ts';
import { checkCommand, checkProgram } from '../processes/program/programChecks.ts';
import { RecentFinds } from './recentFinds.ts';

/** After this time the check is left to the launch itself. In milliseconds. */
const checkTimeout = 1_000;

export interface LaunchCheckOptions {
  readonly clock: Clock;
  /** Whether an extension for this debug type is installed. */
  hasDebugger(type: string): boolean;
  /** Whether settings change the search path of programs, so that commands can't be looked up here. */
  hasOtherSearchPath(): boolean;
}

/** Creates the check of launch plans, which looks at a few files and neither builds nor evaluates. */
export function createLaunchCheck(options: LaunchCheckOptions): LaunchCheck {
  const finds = new RecentFinds(options.clock);
  return (plan) => {
    if (plan.kind === 'program' && wasFound(plan, finds, options)) return Promise.resolve();
    // Accessing a disconnected network drive may block indefinitely.
    return withTimeout(options.clock, checkTimeout, check(plan, finds, options), undefined);
  };
}

function wasFound(
  plan: ProgramLaunchPlan,
  finds: RecentFinds,
  options: LaunchCheckOptions,
): boolean {
  const { program } = plan;
  if (isCommandKnown(plan, options) && !finds.hasCommand(program)) return false;
  return finds.hasProgram(program);
}

async function check(
  plan: LaunchPlan,
  finds: RecentFinds,
  options: LaunchCheckOptions,
): Promise<void> {
  switch (plan.kind) {
    case 'program':
      await Promise.all([
        checkProgram(plan.program).then(() => void finds.addProgram(plan.program)),
        isCommandKnown(plan, options) && checkCommandOnce(plan.program, finds),
      ]);
      return;
    case 'adapter':
      return checkProgram(plan.program);
    case 'project':
      await findProjectFile(plan.project);
      return;
    case 'browser':
      if (plan.webRoot !== undefined && /\.\w*proj$/i.test(plan.webRoot)) {
        await findProjectFile(plan.webRoot);
      }
      return;
  }
}

async function checkCommandOnce(program: ProgramPlan, finds: RecentFinds): Promise<void> {
  if (finds.hasCommand(program)) return;
  await checkCommand(program);
  finds.addCommand(program);
}

/** Whether the command of the plan is started. Debug adapters may use a runtime of their own. */
function isCommandKnown({ debug, mode }: ProgramLaunchPlan, options: LaunchCheckOptions): boolean {
  if (options.hasOtherSearchPath()) return false;
  if (mode === 'NoDebug' || debug.kind !== 'adapter' || debug.startsCommand) return true;
  const types = [debug.configuration, ...(debug.alternatives ?? [])].map(({ type }) => type);
  return !types.some((type) => options.hasDebugger(type));
}
