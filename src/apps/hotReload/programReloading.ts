import { withTimeout } from '../../common/clock.ts';
import { getLocalizedMessage } from '../../common/humanError.ts';
import { localize } from '../../common/localization.ts';
import { getMessage } from '../../common/log.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { prepareAgent } from '../../dotnet/hotReload/agentProgram.ts';
import { UpdateAgent } from '../../dotnet/hotReload/updateAgent.ts';
import type { BuildSettings, ProgramPlan } from '../../launch/launchPlan.ts';
import type { ProjectRun, RunProject } from '../../projects/projectRun.ts';
import { UpdateJournal } from '../../wasm/hotReload/updateJournal.ts';
import { findBuildObstacle, findObstacle, findProgramObstacle } from './programObstacles.ts';
import type { ReloadOptions } from './reloadOptions.ts';
import { Reloading, type ReloadListener, type ReloadWay } from './reloading.ts';
import { openReload } from './reloadStart.ts';
import { UpdatedProgram } from './updatedProgram.ts';

/** How long a program may take to load its agent, in milliseconds. */
const connectionLimit = 60_000;

export interface ProgramReloadingOptions extends ReloadOptions {
  /** The settings with which the project is built. */
  readonly build: BuildSettings;
  readonly running: ProjectRun;
}

/** Hot reload of a project's program that runs without a debugger, by an agent that it loads before its own code. */
export class ProgramReloading {
  readonly #options: ProgramReloadingOptions;
  readonly #app: Reloading;
  readonly #agent: AgentPlan;

  /** The project may still be built. */
  constructor(project: ProjectFacts, options: ProgramReloadingOptions) {
    this.#options = options;
    this.#app = new Reloading(options);
    this.#agent = planAgent(project, options);
  }

  /** Returns how to run the built project so that it takes changes. It runs in any case. */
  async prepare(built: ProjectFacts): Promise<RunProject> {
    const { launch, running } = this.#options;
    const { run } = running;
    if (this.#agent.kind === 'none') return this.#without(this.#agent.reason, run);
    const reason = await findBuildObstacle(built);
    if (reason !== undefined) return this.#without(reason, run);
    try {
      const agent = await this.#openAgent(await this.#agent.assembly);
      return (facts, program, events) =>
        this.#runWith(agent, facts, program)(facts, program, events);
    } catch (error) {
      launch.scope.check();
      return this.#without(getLocalizedMessage(error), run);
    }
  }

  #runWith(agent: UpdateAgent, facts: ProjectFacts, program: ProgramPlan): RunProject {
    const { run } = this.#options.running;
    const reason = findProgramObstacle(facts, program);
    if (reason !== undefined) return this.#without(reason, run);
    this.#begin(this.#findWay(facts, agent));
    const environment = agent.addTo(program.environment);
    return (project, plan, events) => run(project, { ...plan, environment }, events);
  }

  #without(reason: string, run: RunProject): RunProject {
    this.#begin(Promise.resolve({ kind: 'none', reason }));
    return run;
  }

  #begin(finding: Promise<ReloadWay | undefined>): void {
    const { log } = this.#options.launch.host;
    this.#app.begin(finding).catch((error: unknown) => log.error(getMessage(error)));
  }

  async #openAgent(assembly: string): Promise<UpdateAgent> {
    const { host, scope } = this.#options.launch;
    const opening = UpdateAgent.open(assembly, host.programOptions);
    return await scope.hold(opening, (agent) => agent.close());
  }

  /** The sources are read when the program has started, so that they don't delay it. */
  async #findWay(project: ProjectFacts, agent: UpdateAgent): Promise<ReloadWay> {
    const { clock } = this.#options.launch.host;
    const capabilities = await withTimeout(clock, connectionLimit, agent.connected, undefined);
    if (capabilities === undefined) {
      return { kind: 'none', reason: localize('The program does not load the hot reload agent.') };
    }
    return {
      kind: 'open',
      // What a program's controller is told stays the same while nothing is changed.
      readiness: this.#options.user.isHeadless === true ? 'logged' : 'shown',
      open: (listener) => this.#open(project, agent, capabilities, listener),
    };
  }

  #open(
    project: ProjectFacts,
    agent: UpdateAgent,
    capabilities: readonly string[],
    heard: ReloadListener,
  ): ReturnType<typeof openReload> {
    const { events } = this.#options.launch;
    const page = new UpdatedProgram(agent, capabilities, events, heard);
    return openReload(project, {
      ...this.#options,
      ...page.listener,
      page,
      assets: undefined,
      // Lines matter to debuggers only.
      createJournal: () => new UpdateJournal(new Map()),
    });
  }
}

/** The agent of a program, or why it gets none. */
type AgentPlan =
  | { readonly kind: 'agent'; readonly assembly: Promise<string> }
  | { readonly kind: 'none'; readonly reason: string };

/** The agent is compiled at its first use, while the project is built. */
function planAgent(
  project: ProjectFacts,
  { dotnet, launch, running, user }: ProgramReloadingOptions,
): AgentPlan {
  const reason = findObstacle(project, running.kind);
  if (reason !== undefined) return { kind: 'none', reason };
  const assembly = prepareAgent(user.program, dotnet, launch.scope.signal);
  assembly.catch(() => undefined);
  return { kind: 'agent', assembly };
}
