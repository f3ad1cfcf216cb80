import { type ClientHint, clientHint } from '../../dotnet/evaluate/clientHint.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { findProjectFile } from '../../dotnet/files/projectFile.ts';
import type { ProjectLaunch } from '../../projects/projectLaunch.ts';
import type { LaunchOptions, PageLaunch } from '../launch.ts';
import type { BlazorApp } from '../search/detection.ts';
import type { AppPage } from './appPage.ts';
import { debuggedPage } from './appPages.ts';

/**
 * The page of a project that is still being evaluated, but looks like a client: its browser, debug proxy and
 * debugger start in parallel with the evaluation.
 */
export class EarlyPage {
  readonly #page: AppPage;
  readonly #hint: ClientHint;
  readonly #cancel: () => Promise<void>;

  private constructor(page: AppPage, hint: ClientHint, cancel: () => Promise<void>) {
    this.#page = page;
    this.#hint = hint;
    this.#cancel = cancel;
  }

  /** Starts to open the page if the project looks like a client whose page is to be debugged. */
  static async open(
    evaluated: Promise<ProjectFacts | undefined>,
    launch: ProjectLaunch,
    debugging: LaunchOptions['debugging'],
    pageLaunch: PageLaunch,
  ): Promise<EarlyPage | undefined> {
    const { mode, page: wanted, project } = launch.plan;
    if (mode === 'NoDebug' || wanted === undefined) return undefined;
    if (debugging === undefined || debugging.opening !== undefined) return undefined;
    const path = await findProjectFile(project).catch(() => undefined);
    const hint = path === undefined ? undefined : await clientHint(path);
    if (hint === undefined) return undefined;
    const scope = launch.scope.nested();
    const sources = { client: hint, evaluated };
    const page = debuggedPage(sources, wanted, launch, debugging, { ...pageLaunch, scope });
    const early = new EarlyPage(page, hint, () => scope.release());
    // Awaited again once the project is evaluated.
    page.prepare().catch(() => undefined);
    return early;
  }

  /** Returns the page if the project is what it looked like. Otherwise closes everything that was opened. */
  confirm(app: BlazorApp | undefined): AppPage | undefined {
    if (app !== undefined && isSame(app.client, this.#hint)) return this.#page;
    void this.#cancel();
    return undefined;
  }
}

function isSame(client: ProjectFacts, { packageFolder, path, runtimeVersion }: ClientHint) {
  return (
    client.path === path &&
    client.runtimeVersion === runtimeVersion &&
    client.packageFolder === packageFolder
  );
}
