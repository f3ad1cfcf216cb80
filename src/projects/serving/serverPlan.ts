import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { LaunchContext, ProgramPlan } from '../../launch/launchPlan.ts';
import type { LaunchProfile } from '../../launch/profiles/launchProfile.ts';
import { parseAddress } from '../../dotnet/server/addresses.ts';
import { areAddressed, type ProgramRequest, projectProgram } from './projectProgram.ts';

/** A web server to be started. */
export interface ServerPlan {
  /** The project's name. */
  readonly name: string;
  /** The name of the launch profile that the plan is made with. */
  readonly profile: string | undefined;
  readonly program: ProgramPlan;
  /** Where it is going to listen; `any` where only the server itself will know. */
  readonly urls: readonly string[] | 'any';
  /** The page of the launch profile, relative to the server's address. */
  readonly launchUrl: string | undefined;
}

/** Plans the server that serves a project, with an expanded profile: a client's dev server, or the project's own program. */
export function planServer(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  request: ProgramRequest,
  context: LaunchContext,
): ServerPlan {
  const defaults = defaultVariables(profile, request, context);
  const program = projectProgram(facts, profile, request, context, defaults);
  return {
    name: facts.name,
    profile: profile?.name,
    program,
    urls: plannedUrls(program),
    launchUrl: profile?.launchUrl,
  };
}

/** The same plan, but at the addresses where the server listened before. */
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

/** The same plan without its https addresses; `undefined` if it has none, or no other ones. */
export function planWithoutHttps(plan: ServerPlan): ServerPlan | undefined {
  const all = toldUrls(plan.program);
  const plain = all.filter((url) => parseAddress(url)?.scheme !== 'https');
  if (plain.length === 0 || plain.length === all.length) return undefined;
  const program = toldOtherUrls(plan.program, plain);
  return { ...plan, program, urls: plannedUrls(program) };
}

/** What holds where nobody says anything else. */
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

/** The fixed addresses of a program, as far as it is known how it is told them. */
function plannedUrls(program: ProgramPlan): readonly string[] | 'any' {
  const { environment } = program;
  if (Object.keys(environment).some((name) => /kestrel__endpoints__/i.test(name))) return 'any';
  const urls = toldUrls(program);
  return urls.every((url) => (parseAddress(url)?.port ?? 0) > 0) ? urls : 'any';
}

/** The addresses that a program's arguments or variables tell it. */
function toldUrls(program: ProgramPlan): readonly string[] {
  const list = urlsOption(program.args) ?? program.environment[urlsVariable(program)] ?? '';
  return list.split(';').map((url) => url.trim());
}

/** What the option `--urls` says, which beats the variables; of several the last one holds. */
function urlsOption(args: readonly string[]): string | undefined {
  const at = args.findLastIndex((arg) => /^--urls(=|$)/i.test(arg));
  return /^--urls=(.*)$/is.exec(args[at] ?? '')?.[1] ?? args[at < 0 ? args.length : at + 1];
}

/** The variable's name as the environment spells it, which on Windows may be in any case. */
function urlsVariable({ environment }: ProgramPlan): string {
  const name = 'ASPNETCORE_URLS';
  if (Object.hasOwn(environment, name) || process.platform !== 'win32') return name;
  return Object.keys(environment).find((one) => one.toUpperCase() === name) ?? name;
}
