import { type HumanError, toHumanError } from '../common/humanError.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { BrowserLaunchPlan, ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { Run } from '../sessions/runner.ts';
import { appErrors } from './errors.ts';
import type { ShownPage } from './pages/appPage.ts';
import { LaunchCancelled, LaunchScope } from '../common/launchScope.ts';
import type { LaunchListener, LaunchParts } from './launch.ts';
import { launchBrowser } from './launchBrowser.ts';
import { launchProject } from './launchProject.ts';
import type { LaunchEvents } from '../projects/projectLaunch.ts';

/** A launch that is over. */
type Outcome =
  | { readonly kind: 'ended'; readonly exitCode: number | undefined }
  | { readonly kind: 'failed'; readonly error: HumanError };

/** An app from its launch to its end; a restart is a new launch of the same run. */
export class AppRun implements Run {
  readonly #plan: ProjectLaunchPlan | BrowserLaunchPlan;
  readonly #parts: LaunchParts;
  readonly #events: LaunchEvents;
  #held: LaunchScope | undefined;
  #page: ShownPage | undefined;
  #project: ProjectFacts | undefined;
  #next: 'end' | 'launch again' = 'end';

  constructor(
    plan: ProjectLaunchPlan | BrowserLaunchPlan,
    parts: LaunchParts,
    events: LaunchEvents,
  ) {
    this.#plan = plan;
    this.#parts = parts;
    this.#events = events;
  }

  /** The page that is shown now. */
  get page(): ShownPage | undefined {
    return this.#page;
  }

  /** The client, or whatever project was started, once it was evaluated. */
  get project(): ProjectFacts | undefined {
    return this.#project;
  }

  /** Resolves when the run is over and was reported so. */
  async begin(): Promise<void> {
    this.#events.waiting();
    let outcome: Outcome;
    do {
      this.#next = 'end';
      outcome = await this.#launch();
    } while (this.#isWantedAgain());
    if (outcome.kind === 'failed') this.#events.failed(outcome.error);
    else this.#events.ended(outcome.exitCode);
  }

  restart(): void {
    if (this.#held === undefined || this.#held.signal.aborted) return;
    this.#next = 'launch again';
    void this.#held.release();
  }

  async stop(): Promise<void> {
    this.#next = 'end';
    void this.#held?.release();
  }

  async #launch(): Promise<Outcome> {
    const held = new LaunchScope();
    this.#held = held;
    this.#page = undefined;
    this.#project = undefined;
    const outcome = await this.#run(held).then(
      (exitCode): Outcome => ({ kind: 'ended', exitCode }),
      (error: unknown): Outcome =>
        error instanceof LaunchCancelled
          ? { kind: 'ended', exitCode: undefined }
          : { kind: 'failed', error: this.#failure(error) },
    );
    await held.release();
    this.#page = undefined;
    return outcome;
  }

  #failure(error: unknown): HumanError {
    return toHumanError(error, ({ reason }) =>
      appErrors.LaunchFailed({ name: this.#plan.name, reason }),
    );
  }

  #run(held: LaunchScope): Promise<number | undefined> {
    const plan = this.#plan;
    const listener: LaunchListener = {
      evaluated: (project) => (this.#project = project),
      shown: (page) => (this.#page = page),
    };
    return plan.kind === 'project'
      ? launchProject(plan, this.#parts, this.#events, held, listener)
      : launchBrowser(plan, this.#parts, this.#events, held, listener);
  }

  /** Read each time, since it can change during a launch. */
  #isWantedAgain(): boolean {
    return this.#next === 'launch again';
  }
}
