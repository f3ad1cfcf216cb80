import { HumanError } from '../common/humanError.ts';
import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { LaunchProfile } from '../launch/launchProfile.ts';
import type { RunEvents } from '../sessions/runner.ts';
import type { AppPage } from './appPage.ts';
import type { ProjectLaunch } from './launch.ts';
import { developmentCertificate } from './serving/developmentCertificate.ts';
import { outputStamp } from './serving/outputStamp.ts';
import { type PageAddress, pageAddress } from './serving/pageAddress.ts';
import { isAnswered, publicUrls } from './serving/publicAddress.ts';
import { planServer, planWithoutHttps, type ServerPlan } from './serving/serverPlan.ts';
import type { LeaseListener, ServerLease } from './serving/webServers.ts';
import { untilReleased } from './untilReleased.ts';

/** Serves a built client, by itself or by its server, and shows its page if it is wanted. Resolves when either has ended. */
export async function serveProject(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  page: AppPage | undefined,
  launch: ProjectLaunch,
): Promise<void> {
  const { events, held, launched, phases, plan } = launch;
  if (plan.mode === 'Debug' && page === undefined) {
    events.message('info', `${plan.name} runs without a debugger: its page is not opened.`);
  }
  const serverPlan = planServer(facts, profile, plan, launch.launchContext);
  const server = await phases.measure('serve', () => acquireAny(facts, serverPlan, launch));
  const ends: Promise<void>[] = [serverEnd(facts, server, launch)];
  if (page !== undefined) {
    const url = plan.page?.url ?? (await addressOf(serverPlan, profile, server, launch));
    launched.page = await page.show(url);
    ends.push(launched.page.ended.then(() => undefined));
  }
  await untilReleased(held.signal, Promise.race(ends));
}

/** Serves by http alone where there is no certificate for https. */
async function acquireAny(
  facts: ProjectFacts,
  plan: ServerPlan,
  launch: ProjectLaunch,
): Promise<ServerLease> {
  try {
    return await acquire(facts, plan, launch);
  } catch (error) {
    const isMissing = error instanceof HumanError && error.code === 'CertificateMissing';
    const plain = isMissing ? planWithoutHttps(plan) : undefined;
    if (plain === undefined) throw error;
    const server = await acquire(facts, plain, launch);
    launch.events.message(
      'info',
      `${plan.name} is served without https, since this machine has no development certificate. To create one, run: dotnet dev-certs https --trust`,
    );
    return server;
  }
}

async function acquire(
  facts: ProjectFacts,
  plan: ServerPlan,
  { events, held, launched, servers }: ProjectLaunch,
): Promise<ServerLease> {
  const listener: LeaseListener = {
    givenBack: (exitCode) => (launched.exitCode = exitCode),
    started: (pid: number | undefined) => events.started(pid),
    output: events.output.bind(events),
  };
  const stamp = await outputStamp(facts);
  return held.hold(servers.acquire(plan, stamp, listener, held.signal), async (lease) => {
    launched.exitCode = await lease.release();
  });
}

/**
 * Where the server's page is opened: at its public address if a controller's proxy has made it one, by
 * which cross-origin requests, sign-in and storage go.
 */
async function addressOf(
  { launchUrl, name, program }: ServerPlan,
  profile: LaunchProfile | undefined,
  { urls }: ServerLease,
  { clock, dotnet, events, held, plan, requestedBy }: ProjectLaunch,
): Promise<string> {
  const choose = (among: readonly string[]): Promise<PageAddress | undefined> =>
    pageAddress(among, launchUrl, () =>
      developmentCertificate(program.workingDirectory, dotnet, held.signal),
    );
  const isProxied = requestedBy === 'controller';
  const shown = isProxied ? await choose(publicUrls(profile, plan, urls)) : undefined;
  if (shown !== undefined && (await isAnswered(shown.url, clock, held.signal))) {
    return opened(shown, events);
  }
  held.check();
  const address = await choose(urls);
  if (address === undefined) {
    throw new HumanError(
      'ServerWithoutAddress',
      `The server of ${name} does not say where it listens. Name the page by url in launch.json, or an address by applicationUrl in the launch profile.`,
    );
  }
  if (shown !== undefined) {
    events.message(
      'info',
      `The public address of ${name}, ${shown.url}, does not answer, so its page is opened at ${address.url}. If sign-in or cross-origin requests fail there, check the resource's endpoints in the controller.`,
    );
  }
  return opened(address, events);
}

function opened({ advice, url }: PageAddress, events: Pick<RunEvents, 'message'>): string {
  if (advice !== undefined) events.message('info', advice);
  return url;
}

/** A server that ends by itself takes its page along. */
async function serverEnd(
  { name }: ProjectFacts,
  server: ServerLease,
  { events, launched, held }: ProjectLaunch,
): Promise<void> {
  const { exitCode } = await server.ended;
  if (held.signal.aborted) return;
  launched.exitCode = exitCode;
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
  events.message('info', `The server of ${name} has ended${code}; its page is closed.`);
}
