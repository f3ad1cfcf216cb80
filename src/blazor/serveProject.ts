import { HumanError } from '../common/humanError.ts';
import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { LaunchProfile } from '../launch/launchProfile.ts';
import type { AppPage } from './appPage.ts';
import type { ProjectLaunch } from './launch.ts';
import { developmentCertificate } from './serving/developmentCertificate.ts';
import { outputStamp } from './serving/outputStamp.ts';
import { pageAddress } from './serving/pageAddress.ts';
import { planServer, type ServerPlan } from './serving/serverPlan.ts';
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
  const server = await phases.measure('serve', () => acquire(facts, serverPlan, launch));
  const ends: Promise<void>[] = [serverEnd(facts, server, launch)];
  if (page !== undefined) {
    const url = plan.page?.url ?? (await addressOf(serverPlan, server, launch));
    launched.page = await page.show(url);
    ends.push(launched.page.ended.then(() => undefined));
  }
  await untilReleased(held.signal, Promise.race(ends));
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

/** Where the server's page is opened. */
async function addressOf(
  { launchUrl, name, program }: ServerPlan,
  { urls }: ServerLease,
  { dotnet, events, held }: ProjectLaunch,
): Promise<string> {
  const address = await pageAddress(urls, launchUrl, () =>
    developmentCertificate(program.workingDirectory, dotnet, held.signal),
  );
  if (address === undefined) {
    throw new HumanError(
      'ServerWithoutAddress',
      `The server of ${name} does not say where it listens. Name the page by url in launch.json, or an address by applicationUrl in the launch profile.`,
    );
  }
  if (address.advice !== undefined) events.message('info', address.advice);
  return address.url;
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
