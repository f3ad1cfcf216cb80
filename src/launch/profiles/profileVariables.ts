import type { LaunchContext } from '../launchPlan.ts';
import type { LaunchProfile } from './launchProfile.ts';

/** The profile with each `%NAME%` in it replaced, everywhere `dotnet run` does that. */
export function expandProfile(profile: LaunchProfile, context: LaunchContext): LaunchProfile {
  return mapTexts(profile, (text) => expandVariables(text, context));
}

/** A property of MSBuild in a text; functions of MSBuild are none. */
const propertyForm = /\$\(([a-z_][\w-]*)\)/gi;

/** The names of the properties that a profile mentions as `$(NAME)`, each once. */
export function propertiesIn(profile: LaunchProfile): readonly string[] {
  const names = new Map<string, string>();
  mapTexts(profile, (text) => {
    for (const [, name = ''] of text.matchAll(propertyForm)) names.set(name.toLowerCase(), name);
    return text;
  });
  return [...names.values()];
}

/** The profile with each `$(NAME)` in it replaced by the property of that name in any case, which is empty if it isn't known. */
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

/** The profile with its texts replaced, but for the names in it. */
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
 * Replaces each `%NAME%` by the variable that programs inherit, as .NET does on every system; a name
 * that is no variable stays, and its second `%` may begin the next one. `$(…)` stays too.
 */
export function expandVariables(text: string, context: LaunchContext): string {
  const [first = '', ...parts] = text.split('%');
  let expanded = first;
  let isOpen = false;
  for (const [index, part] of parts.entries()) {
    const isClosed = index < parts.length - 1;
    const value: string | undefined = isClosed && !isOpen ? variable(part, context) : undefined;
    // The part after a value begins with the value's own end, not with a new name.
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
