import { deferred } from '../../common/deferred.ts';
import type { Run, RunEvents } from '../runner.ts';
import type { Launch } from './strategy.ts';

/** The launch of a program that reports its end by events. `begin` begins to run it. */
export function createLaunch(
  begin: (ends: Pick<RunEvents, 'ended' | 'failed'>) => Pick<Run, 'stop'>,
): Launch {
  const exit = deferred<number | undefined>();
  const program = begin({ ended: exit.resolve, failed: exit.reject });
  return { exited: exit.promise, end: () => program.stop() };
}
