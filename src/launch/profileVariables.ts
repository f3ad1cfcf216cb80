import type { LaunchContext } from './launchPlan.ts';
import type { LaunchProfile } from './launchProfile.ts';

/** The profile with each `%NAME%` in it replaced, everywhere `dotnet run` does that. */
export function expandProfile(profile: LaunchProfile, context: LaunchContext): LaunchProfile {
  const expand = (text: string): string => expandVariables(text, context);
  const { commandLineArgs, workingDirectory, executablePath, launchUrl } = profile;
  return {
    ...profile,
    ...(commandLineArgs !== undefined && { commandLineArgs: expand(commandLineArgs) }),
    ...(workingDirectory !== undefined && { workingDirectory: expand(workingDirectory) }),
    ...(executablePath !== undefined && { executablePath: expand(executablePath) }),
    ...(launchUrl !== undefined && { launchUrl: expand(launchUrl) }),
    applicationUrl: profile.applicationUrl.map(expand),
    environmentVariables: Object.fromEntries(
      Object.entries(profile.environmentVariables).map(([name, value]) => [name, expand(value)]),
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
