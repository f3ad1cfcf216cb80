import { HumanError } from '../common/humanError.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { LaunchProfile } from '../launch/profiles/launchProfile.ts';
import type { LaunchEvents } from '../sessions/run/strategy.ts';
import { projectErrors } from './errors.ts';
import type { ProjectLaunch } from './projectLaunch.ts';
import { checkDevelopmentCertificate } from './serving/developmentCertificate.ts';
import { readOutputStamp } from './serving/outputStamp.ts';
import { type PageAddress, choosePageAddress } from './serving/pageAddress.ts';
import { isAnswered, getPublicUrls } from './serving/publicAddress.ts';
import { planServer, planWithoutHttps, type ServerPlan } from './serving/serverPlan.ts';
import type { LeaseListener, ServerLease } from './serving/webServers.ts';

/** The server of a project, owned by the launch. */
export interface ProjectServer {
  /** Resolves when it has ended for any reason. */
  readonly ended: Promise<void>;
  /** The current process; `undefined` during a restart. */
  readonly pid: number | undefined;
  /** Returns the URL of its page. Rejects with a HumanError (ServerWithoutAddress). */
  address(): Promise<string>;
}

/**
 * Serves a built client with its dev server or its server project. `exited` is called with the exit code of
 * the server, at the latest when the launch is released. Rejects with a HumanError.
 */
export async function serveProject(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  launch: ProjectLaunch,
  exited: Exited,
): Promise<ProjectServer> {
  const plan = planServer(facts, profile, launch.plan, launch.host.launchContext);
  const server = await acquireAny(facts, plan, launch, exited);
  return {
    ended: serverEnd(facts, server, launch, exited),
    get pid() {
      return server.pid;
    },
    address: () => getAddress(plan, profile, server, launch),
  };
}

type Exited = (exitCode: number | undefined) => void;

/** Serves over http only if there is no certificate for https. */
async function acquireAny(
  facts: ProjectFacts,
  plan: ServerPlan,
  launch: ProjectLaunch,
  exited: Exited,
): Promise<ServerLease> {
  try {
    return await acquire(facts, plan, launch, exited);
  } catch (error) {
    const isMissing = error instanceof HumanError && error.code === 'CertificateMissing';
    const plain = isMissing ? planWithoutHttps(plan) : undefined;
    if (plain === undefined) throw error;
    const server = await acquire(facts, plain, launch, exited);
    launch.events.message(
      'info',
      `${plan.name} is served without https because this machine has no development certificate. To create one, run: dotnet dev-certs https --trust`,
    );
    return server;
  }
}

async function acquire(
  facts: ProjectFacts,
  plan: ServerPlan,
  { events, scope, tools: { servers } }: ProjectLaunch,
  exited: Exited,
): Promise<ServerLease> {
  const listener: LeaseListener = { ...events, givenBack: exited };
  const stamp = await readOutputStamp(facts);
  return scope.hold(servers.acquire(plan, stamp, listener, scope.signal), async (lease) => {
    exited(await lease.release());
  });
}

/**
 * Returns the URL of the server's page. If a controller's proxy exposes the server, this is the public
 * address, since cross-origin requests, sign-in and storage depend on it.
 */
async function getAddress(
  { launchUrl, name, program }: ServerPlan,
  profile: LaunchProfile | undefined,
  { urls }: ServerLease,
  { events, scope, host: { clock }, plan, session, tools }: ProjectLaunch,
): Promise<string> {
  const choose = (among: readonly string[]): Promise<PageAddress | undefined> =>
    choosePageAddress(among, launchUrl, () =>
      checkDevelopmentCertificate(program.workingDirectory, tools.dotnet, scope.signal),
    );
  const isProxied = session.requestedBy === 'controller';
  const shown = isProxied ? await choose(getPublicUrls(profile, plan, urls)) : undefined;
  if (shown !== undefined && (await isAnswered(shown.url, clock, scope.signal))) {
    return reportAdvice(shown, events);
  }
  scope.check();
  const address = await choose(urls);
  if (address === undefined) {
    throw projectErrors.ServerWithoutAddress({ project: name });
  }
  if (shown !== undefined) {
    events.message(
      'info',
      `The public address of ${name}, ${shown.url}, does not respond, so its page is opened at ${address.url}. If sign-in or cross-origin requests fail there, check the resource's endpoints in the controller.`,
    );
  }
  return reportAdvice(address, events);
}

function reportAdvice({ advice, url }: PageAddress, events: Pick<LaunchEvents, 'message'>): string {
  if (advice !== undefined) events.message('info', advice);
  return url;
}

/** If the server ends, so does its page. */
async function serverEnd(
  { name }: ProjectFacts,
  server: ServerLease,
  { events, scope }: ProjectLaunch,
  exited: Exited,
): Promise<void> {
  const { exitCode } = await server.ended;
  if (scope.signal.aborted) return;
  exited(exitCode);
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
  events.message('info', `The server of ${name} has ended${code}, so its page was closed.`);
}
