import type { AnyLaunchConfiguration } from '../protocol/launchConfigurations.ts';
import type { LaunchContext, LaunchPlan, LaunchRequest } from './launchPlan.ts';
import { findChangedLoaders, describeLoaders } from './loaderVariables.ts';
import { type Capabilities, whatIsMissing } from './needs.ts';
import { isSearchPath, searchPath } from './environment.ts';
import { builtInTypes, type LaunchType, planLaunch } from './table.ts';

/**
 * The launch configuration types of a host: built-in types and added ones. Which of them can run is
 * determined on each call, since commands and extensions can be installed or removed at any time.
 */
export class LaunchTypes {
  readonly #context: LaunchContext;
  readonly #capabilities: Capabilities;
  readonly #added: () => ReadonlyMap<string, LaunchType>;

  constructor(
    context: LaunchContext,
    capabilities: Capabilities,
    added: () => ReadonlyMap<string, LaunchType> = () => new Map(),
  ) {
    this.#context = context;
    this.#capabilities = capabilities;
    this.#added = added;
  }

  /** The types that can run now, as listed in `/info`. */
  list(): readonly string[] {
    const types = this.#all();
    return [...types.keys()].filter((type) => this.#missing(types.get(type)) === undefined);
  }

  /** Returns the first launch configuration whose type can run now. */
  select(configurations: readonly AnyLaunchConfiguration[]): AnyLaunchConfiguration | undefined {
    const added = this.#added();
    return configurations.find(({ type }) => {
      const found = added.get(type) ?? builtInTypes.get(type);
      return found !== undefined && this.#missing(found) === undefined;
    });
  }

  /** Explains why none of these can run, and lists the types that can. */
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
   * Creates the plan for a request, without checking that the commands and debuggers of its type are
   * installed. Throws a HumanError if it can't be run.
   */
  plan(request: LaunchRequest): LaunchPlan {
    return planLaunch(request, contextFor(request, this.#context), this.#all());
  }

  /**
   * Creates the plan for checking a request, with the search path as the only variables. Throws like
   * {@link plan}.
   */
  planCheck(request: LaunchRequest): LaunchPlan {
    const environment = searchPath(this.#context.environment);
    const context = contextFor(request, this.#context);
    const checked = { ...context, environment, wantsVariable: isSearchPath };
    return planLaunch(request, checked, this.#all());
  }

  /**
   * Returns that a request sets variables which change the code that its program loads, for the log;
   * `undefined` if it sets none. Continues a sentence about the session.
   */
  describeLoaders({ env }: Pick<LaunchRequest, 'env'>): string | undefined {
    return describeLoaders(findChangedLoaders(env, this.#context));
  }

  /** Added types override built-in ones. */
  #all(): ReadonlyMap<string, LaunchType> {
    const added = this.#added();
    return added.size === 0 ? builtInTypes : new Map([...builtInTypes, ...added]);
  }

  #missing(type: LaunchType | undefined): string | undefined {
    return type && whatIsMissing(type.needs, this.#capabilities);
  }
}

/** Relative paths of a request are based on its own workspace folder, if it has one. */
function contextFor({ workspace }: LaunchRequest, context: LaunchContext): LaunchContext {
  return workspace === undefined ? context : { ...context, workspace };
}
