import { toHumanError } from '../common/humanError.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { BrowserLaunchPlan, ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { Launch, LaunchEvents, NextLaunch } from '../sessions/run/strategy.ts';
import { appErrors } from './errors.ts';
import type { ShownPage } from './pages/appPage.ts';
import { LaunchCancelled, LaunchScope } from '../common/launchScope.ts';
import type { LaunchListener, LaunchOptions, PageOpening } from './launch.ts';
import { launchBrowser } from './launchBrowser.ts';
import { launchProject } from './launchProject.ts';

/** One launch of an app, until all of its resources are released. */
export class AppLaunch implements Launch {
  readonly exited: Promise<number | undefined>;
  readonly #scope = new LaunchScope();
  readonly #opening: PageOpening;
  #page: ShownPage | undefined;
  #project: ProjectFacts | undefined;

  constructor(
    plan: ProjectLaunchPlan | BrowserLaunchPlan,
    options: LaunchOptions,
    events: LaunchEvents,
  ) {
    events.waiting();
    this.#opening = options.opening;
    this.exited = this.#exit(plan.name, this.#begin(plan, options, events));
  }

  /** The current page. */
  get page(): ShownPage | undefined {
    return this.#page;
  }

  /** The client, or the project that was started, after its evaluation. */
  get project(): ProjectFacts | undefined {
    return this.#project;
  }

  async end(next?: NextLaunch): Promise<void> {
    if (next === 'same') this.#opening.kept?.expectLaunch();
    void this.#scope.release();
  }

  #begin(
    plan: ProjectLaunchPlan | BrowserLaunchPlan,
    options: LaunchOptions,
    events: LaunchEvents,
  ): Promise<number | undefined> {
    const listener: LaunchListener = {
      evaluated: (project) => (this.#project = project),
      shown: (page) => (this.#page = page),
    };
    return plan.kind === 'project'
      ? launchProject(plan, options, events, this.#scope, listener)
      : launchBrowser(plan, options, events, this.#scope, listener);
  }

  async #exit(name: string, launched: Promise<number | undefined>): Promise<number | undefined> {
    try {
      return await launched;
    } catch (error) {
      if (error instanceof LaunchCancelled) return undefined;
      throw toHumanError(error, ({ reason }) => appErrors.LaunchFailed({ name, reason }));
    } finally {
      await this.#scope.release();
      this.#page = undefined;
    }
  }
}
