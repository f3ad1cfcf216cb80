import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { LaunchProfile } from '../launch/profiles/launchProfile.ts';
import { readLaunchProfiles } from '../launch/profiles/launchProfiles.ts';
import { type ChosenProfile, chooseProfile } from '../launch/profiles/profileChoice.ts';
import {
  expandProfile,
  expandProperties,
  listProperties,
} from '../launch/profiles/profileVariables.ts';
import type { ProjectLaunch } from './projectLaunch.ts';

/**
 * Returns the expanded launch profile of a launch. If a requested profile can't be used, the reason is
 * reported as a message. Rejects with a HumanError if the launch settings can't be read.
 */
export async function readLaunchProfile(
  facts: ProjectFacts,
  { events, scope, host, plan, projects }: ProjectLaunch,
): Promise<LaunchProfile | undefined> {
  const chosen = await chosenProfile(facts, plan);
  if (chosen.kind === 'unusable') {
    events.message('info', `${facts.name} runs without a launch profile: ${chosen.why}.`);
  }
  if (chosen.kind !== 'profile') return undefined;
  const profile = expandProfile(chosen.profile, host.launchContext);
  const names = listProperties(profile);
  if (names.length === 0) return profile;
  return expandProperties(profile, await projects.properties(facts.path, names, scope.signal));
}

/** Whether the launch profile starts another program, which is possible even for a library. */
export async function isRunByOther(facts: ProjectFacts, plan: ProjectLaunchPlan): Promise<boolean> {
  const chosen = await chosenProfile(facts, plan);
  return chosen.kind === 'profile' && chosen.profile.commandName === 'Executable';
}

/** Rejects with a HumanError if the launch profile is invalid. Called before the build. */
export async function checkProfile(facts: ProjectFacts, plan: ProjectLaunchPlan): Promise<void> {
  await chosenProfile(facts, plan);
}

/** Launch settings that are not needed are not read, so they may be invalid. */
async function chosenProfile(
  { path }: ProjectFacts,
  { profile }: ProjectLaunchPlan,
): Promise<ChosenProfile> {
  const isNoneWanted = profile.kind === 'none' || (profile.kind === 'base' && !profile.name);
  if (isNoneWanted) return { kind: 'none' };
  return chooseProfile(await readLaunchProfiles(path), profile);
}
