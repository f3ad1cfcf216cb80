import { definePhrases } from '../../common/phrases.ts';
import type { LaunchProfile, ProfileEntry } from './launchProfile.ts';

const reasons = definePhrases({
  ambiguous: "several of its profiles are named '{name}', ignoring case",
  missing: "it has no profile named '{name}'",
  noCommandName:
    "its profile '{name}' has no commandName, and only Project and Executable can be run",
  noExecutablePath: "its profile '{name}' is an Executable without executablePath",
  notAnObject: "its profile '{name}' is not an object",
  otherCommand:
    "its profile '{name}' has the commandName {commandName}, and only Project and Executable can be run",
});

/** Which launch profile to use. */
export type ProfileChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'named'; readonly name: string }
  /** The profile with the name of the controller's own launch profile, if it is known and the project has one. */
  | { readonly kind: 'base'; readonly name: string | undefined }
  /** The first one that `dotnet run` can run. */
  | { readonly kind: 'default' };

/** The outcome of a choice. */
export type ChosenProfile =
  | { readonly kind: 'profile'; readonly profile: LaunchProfile }
  | { readonly kind: 'none' }
  /** The project runs without a profile, as with `dotnet run`; `why` continues a sentence after a colon. */
  | { readonly kind: 'unusable'; readonly why: string };

/**
 * Chooses one of the profiles of a project. Throws a HumanError if the chosen one is invalid; errors of
 * the others are ignored.
 */
export function chooseProfile(
  profiles: readonly ProfileEntry[],
  choice: ProfileChoice,
): ChosenProfile {
  switch (choice.kind) {
    case 'none':
      return { kind: 'none' };
    case 'default':
      return usable(profiles.find((entry) => isRunnable(getCommand(entry))));
    case 'base': {
      const { name } = choice;
      return usable(name === undefined ? undefined : findProfileNamed(profiles, name));
    }
    case 'named': {
      const { name } = choice;
      const found = findProfileNamed(profiles, name);
      if (found !== undefined) return usable(found);
      const isAmbiguous = profiles.some((profile) => isSameName(profile.name, name));
      return unusable(isAmbiguous ? reasons.ambiguous({ name }) : reasons.missing({ name }));
    }
  }
}

/** Returns the profile with exactly this name, otherwise the only one with this name ignoring case. */
function findProfileNamed(
  profiles: readonly ProfileEntry[],
  name: string,
): ProfileEntry | undefined {
  const exact = profiles.find((profile) => profile.name === name);
  const alike = profiles.filter((profile) => isSameName(profile.name, name));
  return exact ?? (alike.length === 1 ? alike[0] : undefined);
}

/** Whether `dotnet run` runs the command. Command names are case-sensitive. */
function isRunnable(commandName: string | undefined): boolean {
  return commandName === 'Project' || commandName === 'Executable';
}

function getCommand(entry: ProfileEntry): string | undefined {
  switch (entry.kind) {
    case 'profile':
      return entry.profile.commandName;
    case 'broken':
      return entry.commandName;
    case 'other':
      return undefined;
  }
}

function usable(entry: ProfileEntry | undefined): ChosenProfile {
  switch (entry?.kind) {
    case undefined:
      return { kind: 'none' };
    case 'other':
      return unusable(reasons.notAnObject({ name: entry.name }));
    case 'broken':
      throw entry.error;
    case 'profile':
      return runnable(entry.profile);
  }
}

function runnable(profile: LaunchProfile): ChosenProfile {
  const { commandName, executablePath, name } = profile;
  if (commandName === 'Project') return { kind: 'profile', profile };
  if (commandName === 'Executable') {
    if (executablePath !== undefined) return { kind: 'profile', profile };
    return unusable(reasons.noExecutablePath({ name }));
  }
  return unusable(
    commandName === ''
      ? reasons.noCommandName({ name })
      : reasons.otherCommand({ name, commandName }),
  );
}

function unusable(why: string): ChosenProfile {
  return { kind: 'unusable', why };
}

/** Compares names as .NET's OrdinalIgnoreCase does: letter by letter, independent of the culture. */
function isSameName(one: string, other: string): boolean {
  return foldCase(one) === foldCase(other);
}

function foldCase(name: string): string {
  return Array.from(name, (letter) => {
    const upper = letter.toUpperCase();
    const isPlain = upper.length === letter.length;
    // .NET never maps a non-ASCII letter to an ASCII one.
    return isPlain && (isAscii(letter) || !isAscii(upper)) ? upper : letter;
  }).join('');
}

function isAscii(letter: string): boolean {
  return letter < '\u0080';
}
