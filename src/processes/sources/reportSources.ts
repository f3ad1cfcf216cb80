import type { Clock } from '../../common/clock.ts';
import type { ProgramLaunchPlan, ProgramSources } from '../../launch/launchPlan.ts';
import type { LaunchEvents, RunStrategy } from '../../sessions/run/strategy.ts';
import { findProgramInputs } from './programInputs.ts';

/**
 * Returns a strategy whose launches also report the files that decide the program: once it has started, so that
 * the start doesn't wait for them, and after its build has written lock files.
 */
export function reportSources(
  strategy: RunStrategy,
  { sources }: Pick<ProgramLaunchPlan, 'sources'>,
  clock: Clock,
): RunStrategy {
  if (sources === undefined) return strategy;
  return {
    launch(events) {
      const readSince = clock.now();
      let isReported = false;
      return strategy.launch({
        ...events,
        started(pid) {
          events.started(pid);
          if (!isReported) void report(sources, readSince, events);
          isReported = true;
        },
      });
    },
    ...(strategy.prepare && { prepare: strategy.prepare.bind(strategy) }),
    close: (outcome) => strategy.close?.(outcome),
  };
}

async function report(
  sources: ProgramSources,
  readSince: Date,
  events: Pick<LaunchEvents, 'inputs'>,
): Promise<void> {
  events.inputs?.({ ...(await findProgramInputs(sources)), readSince });
}
