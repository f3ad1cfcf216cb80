import { findProjectSources } from '../dotnet/sources/projectSources.ts';
import type { LiveInputs } from '../sessions/inputs/liveInputs.ts';
import type { RunInputs } from '../sessions/inputs/runInputs.ts';
import type { LaunchEvents } from '../sessions/run/strategy.ts';

/**
 * Reports the files that decided the launch of a restored project, which began to read them at this time, and
 * what brings the program up to date when they change, if anything does.
 */
export async function reportInputs(
  project: string,
  readSince: Date,
  events: Pick<LaunchEvents, 'inputs'>,
  live?: LiveInputs,
  marks?: RunInputs['marks'],
): Promise<void> {
  events.inputs?.({ ...(await findProjectSources(project)), readSince, live, marks });
}
