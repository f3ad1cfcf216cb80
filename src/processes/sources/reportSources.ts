import type { Clock } from '../../common/clock.ts';
import type { ProgramLaunchPlan } from '../../launch/launchPlan.ts';
import type { LaunchEvents, RunStrategy } from '../../sessions/run/strategy.ts';
import { findProgramInputs } from './programInputs.ts';

/** Returns a strategy whose launches also report the files that decide the program. */
export function reportSources(
  strategy: RunStrategy,
  { sources }: Pick<ProgramLaunchPlan, 'sources'>,
  clock: Clock,
): RunStrategy {
  if (sources === undefined) return strategy;
  const report = async (events: LaunchEvents): Promise<void> => {
    const readSince = clock.now();
    events.inputs?.({ ...(await findProgramInputs(sources)), readSince });
  };
  return {
    launch(events) {
      void report(events);
      return strategy.launch(events);
    },
    ...(strategy.prepare && { prepare: strategy.prepare.bind(strategy) }),
    close: (outcome) => strategy.close?.(outcome),
  };
}
