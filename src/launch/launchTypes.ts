import type { AnyLaunchConfiguration } from '../protocol/launchConfigurations.ts';
import type { LaunchContext, LaunchPlan, LaunchRequest } from './launchPlan.ts';
import { changedLoaders } from './loaderVariables.ts';
import { type Surroundings, whatIsMissing } from './needs.ts';
import { isSearchPath, searchPath } from './environment.ts';
import { builtInTypes, type LaunchType, planLaunch } from './table.ts';

/**
 * The launch configuration types of a host: those that are built in, and those that are added to them.
 * What runs is asked anew each time, since programs and extensions come and go.
 */
export class LaunchTypes {
  readonly #context: LaunchContext;
  readonly #surroundings: Surroundings;
  readonly #added: () => ReadonlyMap<string, LaunchType>;

  constructor(
    context: LaunchContext,
    surroundings: Surroundings,
    added: () => ReadonlyMap<string, LaunchType> = () => new Map(),
  ) {
    this.#context = context;
    this.#surroundings = surroundings;
    this.#added = added;
  }

  /** The types that run here now, as `/info` lists them. */
  list(): readonly string[] {
    const types = this.#all();
    return [...types.keys()].filter((type) => this.#missing(types.get(type)) === undefined);
  }

  /** The first launch configuration whose type runs here now. */
  select(configurations: readonly AnyLaunchConfiguration[]): AnyLaunchConfiguration | undefined {
    const added = this.#added();
    return configurations.find(({ type }) => {
      const found = added.get(type) ?? builtInTypes.get(type);
      return found !== undefined && this.#missing(found) === undefined;
    });
  }

  /** Says why none of these can be run here, and what can. */
  refusal(configurations: readonly AnyLaunchConfiguration[]): string {
    const types = this.#all();
    const names = new Set(configurations.map(({ type }) => type));
    const reasons = [...names].flatMap((type) => {
      const missing = this.#missing(types.get(type));
      return missing === undefined ? [] : [`${type} ${missing}.`];
    });
    return [...reasons, `These types run here: ${this.list().join(', ')}.`].join(' ');
  }

  /**
   * Makes the plan for a request, whether or not what it needs is there: what is missing then shows
   * when the plan is carried out. Throws a HumanError for what can't be run.
   */
  plan(request: LaunchRequest): LaunchPlan {
    return planLaunch(request, contextFor(request, this.#context), this.#all());
  }

  /**
   * The plan to check a request by, whose program has no variables but those of the search path. Throws
   * a HumanError where {@link plan} would.
   */
  planCheck(request: LaunchRequest): LaunchPlan {
    const environment = searchPath(this.#context.environment);
    const context = contextFor(request, this.#context);
    const checked = { ...context, environment, wantsVariable: isSearchPath };
    return planLaunch(request, checked, this.#all());
  }

  /** The names of a request's variables that change what its program loads. */
  changedLoaders({ env }: Pick<LaunchRequest, 'env'>): readonly string[] {
    return changedLoaders(env, this.#context);
  }

  /** What was added goes before what is built in. */
  #all(): ReadonlyMap<string, LaunchType> {
    const added = this.#added();
    return added.size === 0 ? builtInTypes : new Map([...builtInTypes, ...added]);
  }

  #missing(type: LaunchType | undefined): string | undefined {
    return type && whatIsMissing(type.needs, this.#surroundings);
  }
}

/** Relative paths of a request start from its own folder, if it has one. */
function contextFor({ workspace }: LaunchRequest, context: LaunchContext): LaunchContext {
  return workspace === undefined ? context : { ...context, workspace };
}
