import { findProjectSources } from '../dotnet/sources/projectSources.ts';
import type { LaunchEvents } from '../sessions/run/strategy.ts';

/** Reports the files that decided the launch of a restored project, which began to read them at this time. */
export async function reportInputs(
  project: string,
  readSince: Date,
  events: Pick<LaunchEvents, 'inputs'>,
): Promise<void> {
  events.inputs?.({ ...(await findProjectSources(project)), readSince });
}
