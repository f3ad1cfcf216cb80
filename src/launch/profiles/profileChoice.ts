import type { LaunchProfile, ProfileEntry } from './launchProfile.ts';

/** Which launch profile is wanted. */
export type ProfileChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'named'; readonly name: string }
  /** That of the same name as the one that the controller was launched by, where that is known and the project has it. */
  | { readonly kind: 'base'; readonly name: string | undefined }
  /** The first that `dotnet run` can run. */
  | { readonly kind: 'default' };

/** What a choice leads to. */
export type ChosenProfile =
  | { readonly kind: 'profile'; readonly profile: LaunchProfile }
  | { readonly kind: 'none' }
  /** The project runs without a profile, as by `dotnet run`; `why` is fit to follow a colon. */
  | { readonly kind: 'unusable'; readonly why: string };

/**
 * Chooses among a project's profiles. Throws a HumanError if the chosen one is broken: what is wrong
 * with the others doesn't matter.
 */
export function chooseProfile(
  profiles: readonly ProfileEntry[],
  choice: ProfileChoice,
): ChosenProfile {
  switch (choice.kind) {
    case 'none':
      return { kind: 'none' };
    case 'default':
      return usable(profiles.find((entry) => isRunnable(commandOf(entry))));
    case 'base': {
      const { name } = choice;
      return usable(name === undefined ? undefined : profileNamed(profiles, name));
    }
    case 'named': {
      const { name } = choice;
      const found = profileNamed(profiles, name);
      if (found !== undefined) return usable(found);
      const isAmbiguous = profiles.some((profile) => isSameName(profile.name, name));
      return unusable(
        isAmbiguous
          ? `several of its profiles have the name '${name}' but for the case`
          : `it has none of the name '${name}'`,
      );
    }
  }
}

/** The profile of exactly this name, or else the only one that has it but for the case. */
function profileNamed(profiles: readonly ProfileEntry[], name: string): ProfileEntry | undefined {
  const exact = profiles.find((profile) => profile.name === name);
  const alike = profiles.filter((profile) => isSameName(profile.name, name));
  return exact ?? (alike.length === 1 ? alike[0] : undefined);
}

/** Commands that `dotnet run` runs too; it compares their names by case. */
function isRunnable(commandName: string | undefined): boolean {
  return commandName === 'Project' || commandName === 'Executable';
}

function commandOf(entry: ProfileEntry): string | undefined {
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
      return unusable(`its profile '${entry.name}' is not an object`);
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
    return unusable(`its profile '${name}' is an Executable without executablePath`);
  }
  const command = commandName === '' ? 'no commandName' : `the commandName ${commandName}`;
  return unusable(
    `its profile '${name}' has ${command}, and only Project and Executable can be run`,
  );
}

function unusable(why: string): ChosenProfile {
  return { kind: 'unusable', why };
}

/** Names are compared as .NET does without regard to case: letter by letter, in no language. */
function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

function folded(name: string): string {
  return Array.from(name, (letter) => {
    const upper = letter.toUpperCase();
    const isPlain = upper.length === letter.length;
    // .NET takes no letter from beyond ASCII for one of ASCII.
    return isPlain && (isAscii(letter) || !isAscii(upper)) ? upper : letter;
  }).join('');
}

function isAscii(letter: string): boolean {
  return letter < '\u0080';
}
