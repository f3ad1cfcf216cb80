import type { BuildObserver } from '../projects/projectLaunch.ts';
import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { BuildResult } from '../dotnet/build/buildPlan.ts';

const howItEnded: Readonly<Record<BuildResult['kind'], string>> = {
  succeeded: 'succeeded',
  upToDate: 'was up to date',
  stopped: 'was stopped',
  failed: 'failed',
};

/** Logs the start and the end of each build with its duration, at level `debug`. */
export function reportBuilds(clock: Clock, log: Log): BuildObserver {
  return {
    building({ name }, done) {
      const began = clock.elapsed();
      log.debug(`Building ${name}.`);
      const ended = (how: string): void => {
        const seconds = ((clock.elapsed() - began) / 1_000).toFixed(1);
        log.debug(`The build of ${name} ${how} after ${seconds} s.`);
      };
      done.then(
        ({ kind }) => ended(howItEnded[kind]),
        () => ended('was cancelled'),
      );
    },
  };
}
