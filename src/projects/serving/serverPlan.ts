import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { toolVariables } from '../../dotnet/sdk/toolVariables.ts';
import type { LaunchContext, ProgramPlan } from '../../launch/launchPlan.ts';
import type { LaunchProfile } from '../../launch/profiles/launchProfile.ts';
import { parseAddress } from '../../dotnet/server/addresses.ts';
import { areAddressed, type ProgramRequest, projectProgram } from './projectProgram.ts';

/** How to start a web server. */
export interface ServerPlan {
  /** The project's name. */
  readonly name: string;
  /** The name of the launch profile. */
  readonly profile: string | undefined;
  readonly program: ProgramPlan;
  /** The addresses that it will listen on; `any` if only the server knows. */
  readonly urls: readonly string[] | 'any';
  /** The page of the launch profile, relative to the server's address. */
  readonly launchUrl: string | undefined;
}

/** Creates the plan for serving a project with an expanded profile: the dev server of a client, or the project's own program. */
export function planServer(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  request: ProgramRequest,
  context: LaunchContext,
): ServerPlan {
  const defaults = {
    // A client's server is a tool of its SDK, not the user's program.
    ...(facts.kind === 'client' && toolVariables),
    ...defaultVariables(profile, request, context),
  };
  const program = projectProgram(facts, profile, request, context, defaults);
  return {
    name: facts.name,
    profile: profile?.name,
    program,
    urls: getPlannedUrls(program),
    launchUrl: profile?.launchUrl,
  };
}

/** Returns the plan with the addresses that the server listened on before. */
export function planAt(plan: ServerPlan, urls: readonly string[]): ServerPlan {
  if (plan.urls !== 'any' || urls.length === 0) return plan;
  return { ...plan, program: toldOtherUrls(plan.program, urls), urls };
}

function toldOtherUrls(program: ProgramPlan, urls: readonly string[]): ProgramPlan {
  const list = urls.join(';');
  const environment = { ...program.environment, [urlsVariable(program)]: list };
  const args = program.args.map((arg, index) => {
    const isValue = program.args[index - 1]?.toLowerCase() === '--urls';
    return isValue ? list : arg.replace(/^--urls=.*$/is, `--urls=${list}`);
  });
  return { ...program, args, environment };
}

/** Returns the plan without https addresses; `undefined` if it has none, or only those. */
export function planWithoutHttps(plan: ServerPlan): ServerPlan | undefined {
  const all = toldUrls(plan.program);
  const plain = all.filter((url) => parseAddress(url)?.scheme !== 'https');
  if (plain.length === 0 || plain.length === all.length) return undefined;
  const program = toldOtherUrls(plan.program, plain);
  return { ...plan, program, urls: getPlannedUrls(program) };
}

/** Variables that anything else overrides. */
function defaultVariables(
  profile: LaunchProfile | undefined,
  { env }: ProgramRequest,
  context: LaunchContext,
): Readonly<Record<string, string>> {
  const names = [
    ...env.map(({ name }) => name),
    ...Object.keys(profile?.environmentVariables ?? {}),
  ];
  const known = [...names, ...Object.keys(context.environment)].map((name) => name.toUpperCase());
  return {
    ...(!areAddressed(names) && { ASPNETCORE_URLS: 'http://127.0.0.1:0' }),
    ...(profile === undefined &&
      !known.includes('DOTNET_ENVIRONMENT') && { ASPNETCORE_ENVIRONMENT: 'Development' }),
  };
}

/** Returns the fixed addresses of a program, if they are known. */
function getPlannedUrls(program: ProgramPlan): readonly string[] | 'any' {
  const { environment } = program;
  if (Object.keys(environment).some((name) => /kestrel__endpoints__/i.test(name))) return 'any';
  const urls = toldUrls(program);
  return urls.every((url) => (parseAddress(url)?.port ?? 0) > 0) ? urls : 'any';
}

/** Returns the addresses in the arguments or variables of a program. */
function toldUrls(program: ProgramPlan): readonly string[] {
  const list = urlsOption(program.args) ?? program.environment[urlsVariable(program)] ?? '';
  return list.split(';').map((url) => url.trim());
}

/** Returns the value of the last option `--urls`, which overrides the variables. */
function urlsOption(args: readonly string[]): string | undefined {
  const at = args.findLastIndex((arg) => /^--urls(=|$)/i.test(arg));
  return /^--urls=(.*)$/is.exec(args[at] ?? '')?.[1] ?? args[at < 0 ? args.length : at + 1];
}

/** Returns the name of the variable as spelled in the environment, since case is ignored on Windows. */
function urlsVariable({ environment }: ProgramPlan): string {
  const name = 'ASPNETCORE_URLS';
  if (Object.hasOwn(environment, name) || process.platform !== 'win32') return name;
  return Object.keys(environment).find((one) => one.toUpperCase() === name) ?? name;
}
