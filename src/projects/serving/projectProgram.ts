import { isAbsolute, resolve } from 'node:path';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { splitCommandLine } from '../../launch/commandLine.ts';
import { programEnvironment } from '../../launch/environment.ts';
import type { LaunchContext, ProgramPlan } from '../../launch/launchPlan.ts';
import { type LaunchProfile, profileVariable } from '../../launch/profiles/launchProfile.ts';
import type { EnvironmentVariable } from '../../protocol/runSession.ts';

/** A session's request for a project's program, besides the launch profile. */
export interface ProgramRequest {
  readonly env: readonly EnvironmentVariable[];
  /** Replaces the arguments of the launch profile if present. */
  readonly args?: readonly string[];
}

/** Variables that set the addresses of an ASP.NET Core server. */
const addressVariables =
  /^((ASPNETCORE|DOTNET)_(URLS|HTTP_PORTS|HTTPS_PORTS)|URLS|(ASPNETCORE_|DOTNET_)?KESTREL__ENDPOINTS__.*)$/i;

/** Whether any of the variables sets the address of a server. */
export function areAddressed(names: readonly string[]): boolean {
  return names.some((name) => addressVariables.test(name));
}

/** Returns the program of a built project with an expanded profile, as `dotnet run` runs it, but in the profile's working directory. */
export function projectProgram(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  request: ProgramRequest,
  context: LaunchContext,
  defaults: Readonly<Record<string, string>> = {},
): ProgramPlan {
  const variables = profile === undefined ? {} : profileVariables(profile, request);
  return {
    ...getCommand(facts, profile, request.args),
    environment: programEnvironment(request, context, defaults, variables),
  };
}

/** Returns the variables of a profile, without its addresses if the request sets others or another program is run. */
function profileVariables(
  { name, applicationUrl, commandName, environmentVariables }: LaunchProfile,
  { env }: ProgramRequest,
): Readonly<Record<string, string>> {
  const isAddressed = areAddressed(env.map((variable) => variable.name));
  const isOwn = commandName === 'Project' && !isAddressed && applicationUrl.length > 0;
  const variables = Object.entries(environmentVariables).filter(
    ([variable]) => !(isAddressed && addressVariables.test(variable)),
  );
  return {
    ...(isOwn && { ASPNETCORE_URLS: applicationUrl.join(';') }),
    [profileVariable]: name,
    ...Object.fromEntries(variables),
  };
}

function getCommand(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  requested: readonly string[] | undefined,
): Omit<ProgramPlan, 'environment'> {
  const args = requested ?? splitCommandLine(profile?.commandLineArgs ?? '');
  if (profile?.commandName === 'Executable' && profile.executablePath !== undefined) {
    const { executablePath, settingsFolder, workingDirectory: folder } = profile;
    const workingDirectory = folder === undefined ? facts.folder : resolve(settingsFolder, folder);
    return { command: commandIn(workingDirectory, executablePath), args, workingDirectory };
  }
  return {
    command: facts.runCommand,
    args: [...facts.runArguments, ...args],
    workingDirectory:
      profile?.workingDirectory === undefined
        ? facts.runWorkingDirectory
        : resolve(facts.folder, profile.workingDirectory),
    ...(facts.targetPath !== '' && { script: facts.targetPath }),
  };
}

/** Names are looked up in PATH; paths are relative to the working directory. */
function commandIn(workingDirectory: string, path: string): string {
  return /[\\/]/.test(path) && !isAbsolute(path) ? resolve(workingDirectory, path) : path;
}
