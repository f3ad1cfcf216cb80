import { orAborted } from '../common/abort.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { LaunchProfile } from '../launch/profiles/launchProfile.ts';
import type { AppPage } from './pages/appPage.ts';
import { LaunchCancelled } from '../common/launchScope.ts';
import type { LaunchListener } from './launch.ts';
import type { ProjectLaunch } from '../projects/projectLaunch.ts';
import { serveProject } from '../projects/serveProject.ts';

/**
 * Serves a built client and opens its page if requested. Resolves to the server's exit code when either has
 * ended and the resources of the launch are released. Rejects with a HumanError.
 */
export async function serveApp(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  page: AppPage | undefined,
  launch: ProjectLaunch,
  listener: LaunchListener,
): Promise<number | undefined> {
  const { events, scope, phases, plan } = launch;
  if (plan.mode === 'Debug' && page === undefined) {
    events.message('info', `${plan.name} runs without a debugger, and its page is not opened.`);
  }
  let exitCode: number | undefined;
  const exited = (code: number | undefined): void => void (exitCode = code);
  try {
    const server = await phases.measure('serve', () =>
      serveProject(facts, profile, launch, exited),
    );
    const ends = [server.ended];
    if (page !== undefined) {
      const shown = await page.show(plan.page?.url ?? (await server.address()));
      listener.shown(shown);
      ends.push(shown.ended.then(() => undefined));
    }
    await orAborted(Promise.race(ends), scope.signal);
  } catch (error) {
    if (!(error instanceof LaunchCancelled)) throw error;
  }
  // The exit code is known when the lease of the server is released.
  await scope.release();
  return exitCode;
}
