import type { ProjectFacts } from '../../dotnet/projectFacts.ts';
import type { LaunchContext, ProgramPlan } from '../../launch/launchPlan.ts';
import type { LaunchProfile } from '../../launch/launchProfile.ts';
import { parseAddress } from './addresses.ts';
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
  const { program } = plan;
  const list = urls.join(';');
  const environment = { ...program.environment, [urlsVariable(program)]: list };
  const args = program.args.map((arg, index) => {
    const isValue = program.args[index - 1]?.toLowerCase() === '--urls';
    return isValue ? list : arg.replace(/^--urls=.*$/is, `--urls=${list}`);
  });
  return { ...plan, program: { ...program, args, environment }, urls };
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
  const { args, environment } = program;
  if (Object.keys(environment).some((name) => /kestrel__endpoints__/i.test(name))) return 'any';
  const list = urlsOption(args) ?? environment[urlsVariable(program)] ?? '';
  const urls = list.split(';').map((url) => url.trim());
  return urls.every((url) => (parseAddress(url)?.port ?? 0) > 0) ? urls : 'any';
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
