import { type Clock, within } from '../common/clock.ts';
import { projectFileAt } from '../dotnet/files/projectFile.ts';
import type {
  LaunchCheck,
  LaunchPlan,
  ProgramLaunchPlan,
  ProgramPlan,
} from '../launch/launchPlan.ts';
import { checkCommand, checkProgram } from '../processes/program/programChecks.ts';
import { RecentFinds } from './recentFinds.ts';

/** A check that takes longer is left to the launch itself, in milliseconds. */
const checkTimeout = 1_000;

export interface LaunchCheckOptions {
  readonly clock: Clock;
  /** Whether an extension debugs this debug type. */
  hasDebugger(type: string): boolean;
  /** Whether settings give programs another search path, by which commands can't be looked up here. */
  hasOtherSearchPath(): boolean;
}

/** Makes the check of launch plans: a few looks at files, no build and no evaluation. */
export function createLaunchCheck(options: LaunchCheckOptions): LaunchCheck {
  const finds = new RecentFinds(options.clock);
  return (plan) => {
    if (plan.kind === 'program' && wasFound(plan, finds, options)) return Promise.resolve();
    // Looking at a file may take forever where a network drive is gone.
    return within(options.clock, checkTimeout, check(plan, finds, options), undefined);
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
      await projectFileAt(plan.project);
      return;
    case 'browser':
      if (plan.webRoot !== undefined && /\.\w*proj$/i.test(plan.webRoot)) {
        await projectFileAt(plan.webRoot);
      }
      return;
  }
}

async function checkCommandOnce(program: ProgramPlan, finds: RecentFinds): Promise<void> {
  if (finds.hasCommand(program)) return;
  await checkCommand(program);
  finds.addCommand(program);
}

/** Whether the plan's own command is what is started: a debug adapter may have a runtime of its own. */
function isCommandKnown({ debug, mode }: ProgramLaunchPlan, options: LaunchCheckOptions): boolean {
  if (options.hasOtherSearchPath()) return false;
  if (mode === 'NoDebug' || debug.kind !== 'adapter' || debug.startsCommand) return true;
  const types = [debug.configuration, ...(debug.alternatives ?? [])].map(({ type }) => type);
  return !types.some((type) => options.hasDebugger(type));
}
