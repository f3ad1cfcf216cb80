import { type HumanError, toHumanError } from '../common/humanError.ts';
import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { BrowserLaunchPlan, ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { Run } from '../sessions/runner.ts';
import type { ShownPage } from './appPage.ts';
import { GivenUp, Held } from './held.ts';
import type { AppEvents, AppParts, Launched } from './launch.ts';
import { launchBrowser } from './launchBrowser.ts';
import { launchProject } from './launchProject.ts';

/** A launch that is over. */
type Outcome =
  | { readonly kind: 'ended'; readonly exitCode: number | undefined }
  | { readonly kind: 'failed'; readonly error: HumanError };

/** An app from its launch to its end; a restart is a new launch of the same run. */
export class AppRun implements Run {
  readonly #plan: ProjectLaunchPlan | BrowserLaunchPlan;
  readonly #parts: AppParts;
  readonly #events: AppEvents;
  #held: Held | undefined;
  #launched: Launched | undefined;
  #next: 'end' | 'launch again' = 'end';

  constructor(plan: ProjectLaunchPlan | BrowserLaunchPlan, parts: AppParts, events: AppEvents) {
    this.#plan = plan;
    this.#parts = parts;
    this.#events = events;
  }

  /** The page that is shown now. */
  get page(): ShownPage | undefined {
    return this.#launched?.page;
  }

  /** The client, or whatever project was started, once it was evaluated. */
  get project(): ProjectFacts | undefined {
    return this.#launched?.project;
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
    const held = new Held();
    this.#held = held;
    const launched: Launched = { exitCode: undefined, page: undefined, project: undefined };
    this.#launched = launched;
    try {
      await this.#run(held, launched);
    } catch (error) {
      if (!(error instanceof GivenUp)) {
        await held.release();
        return { kind: 'failed', error: toHumanError(error, 'LaunchFailed') };
      }
    }
    await held.release();
    launched.page = undefined;
    return { kind: 'ended', exitCode: launched.exitCode };
  }

  #run(held: Held, launched: Launched): Promise<void> {
    const plan = this.#plan;
    return plan.kind === 'project'
      ? launchProject(plan, this.#parts, this.#events, held, launched)
      : launchBrowser(plan, this.#parts, this.#events, held, launched);
  }

  /** Asked anew, since it changes while a launch is under way. */
  #isWantedAgain(): boolean {
    return this.#next === 'launch again';
  }
}
