import { Option } from 'commander';
import type { LifecycleRules } from '../../sessions/lifecycle/rules.ts';
import { numberUpTo, timeOption } from './optionValues.ts';

/** More sessions than a machine can run. */
const largestNumber = 100_000;

/** The options of `serve` that stop sessions by themselves, or limit their number. */
export function lifecycleOptions(): readonly Option[] {
  return [
    timeOption('--idle-stop <TIME>', 'stop sessions that were idle for this time'),
    timeOption('--time-to-live <TIME>', 'stop sessions this time after their start'),
    new Option(
      '--max-sessions <N>',
      'how many sessions may run at the same time (default: any number)',
    ).argParser(numberUpTo(largestNumber, '--max-sessions', 'a number')),
  ];
}

/** Returns the rules that the options choose. */
export function getLifecycle({
  idleStop,
  maxSessions,
  timeToLive,
}: LifecycleRules): LifecycleRules {
  return { idleStop, timeToLive, maxSessions: maxSessions === 0 ? undefined : maxSessions };
}
