import type { LaunchContext } from '../launchPlan.ts';
import type { LaunchProfile } from './launchProfile.ts';

/** Replaces each `%NAME%` in a profile, in the same places as `dotnet run`. */
export function expandProfile(profile: LaunchProfile, context: LaunchContext): LaunchProfile {
  return mapTexts(profile, (text) => expandVariables(text, context));
}

/** An MSBuild property in a text, but no property function. */
const propertyForm = /\$\(([a-z_][\w-]*)\)/gi;

/** Returns the distinct names of the properties that a profile refers to as `$(NAME)`. */
export function listProperties(profile: LaunchProfile): readonly string[] {
  const names = new Map<string, string>();
  mapTexts(profile, (text) => {
    for (const [, name = ''] of text.matchAll(propertyForm)) names.set(name.toLowerCase(), name);
    return text;
  });
  return [...names.values()];
}

/** Replaces each `$(NAME)` in a profile by the property of that name, ignoring case. Unknown properties are empty. */
export function expandProperties(
  profile: LaunchProfile,
  properties: Readonly<Record<string, string>>,
): LaunchProfile {
  const values = new Map(
    Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return mapTexts(profile, (text) =>
    text.replaceAll(propertyForm, (_, name: string) => values.get(name.toLowerCase()) ?? ''),
  );
}

/** Maps the strings of a profile, except names. */
function mapTexts(profile: LaunchProfile, replace: (text: string) => string): LaunchProfile {
  const { commandLineArgs, workingDirectory, executablePath, launchUrl } = profile;
  return {
    ...profile,
    ...(commandLineArgs !== undefined && { commandLineArgs: replace(commandLineArgs) }),
    ...(workingDirectory !== undefined && { workingDirectory: replace(workingDirectory) }),
    ...(executablePath !== undefined && { executablePath: replace(executablePath) }),
    ...(launchUrl !== undefined && { launchUrl: replace(launchUrl) }),
    applicationUrl: profile.applicationUrl.map(replace),
    environmentVariables: Object.fromEntries(
      Object.entries(profile.environmentVariables).map(([name, value]) => [name, replace(value)]),
    ),
  };
}

/**
 * Replaces each `%NAME%` by the inherited variable, as .NET does on all systems. If there is no such
 * variable, the text is kept, and its second `%` can begin the next name. `$(…)` is kept.
 */
export function expandVariables(text: string, context: LaunchContext): string {
  const [first = '', ...parts] = text.split('%');
  let expanded = first;
  let isOpen = false;
  for (const [index, part] of parts.entries()) {
    const isClosed = index < parts.length - 1;
    const value: string | undefined = isClosed && !isOpen ? variable(part, context) : undefined;
    // After a replaced variable, the next part is not a name.
    expanded += isOpen ? part : (value ?? `%${part}`);
    isOpen = value !== undefined;
  }
  return expanded;
}

function variable(name: string, { environment, platform }: LaunchContext): string | undefined {
  if (platform !== 'win32') return Object.hasOwn(environment, name) ? environment[name] : undefined;
  const known = Object.keys(environment).find((one) => one.toUpperCase() === name.toUpperCase());
  return known === undefined ? undefined : environment[known];
}
