import { deferred, type Deferred } from '../common/deferred.ts';
import { WorkQueue } from '../sessions/workQueue.ts';
import { type BuildGroup, groupOf, isSameGroup } from './buildGroups.ts';
import { evaluateAlone } from './evaluateAlone.ts';
import { evaluateTogether } from './evaluateTogether.ts';
import type { Evaluation, EvaluationChoice } from './evaluation.ts';
import type { Dotnet } from './sdk.ts';

interface Asked extends Deferred<Evaluation> {
  readonly path: string;
  readonly choice: EvaluationChoice;
  /** None for what needs a run of its own. */
  readonly group: BuildGroup | undefined;
  readonly signal: AbortSignal;
}

/** How many runs of MSBuild there are at the same time. */
const runsAtOnce = 2;
/** How long the first waits for others that are asked for at once, in milliseconds. */
const gatherTime = 25;

/** Evaluates projects, those that are asked for at once or during other runs by one run of MSBuild. */
export class Evaluations {
  readonly dotnet: Dotnet;
  readonly #runs = new WorkQueue(runsAtOnce);
  /** Not begun yet, the oldest first. */
  readonly #waiting = new Set<Asked>();

  constructor(dotnet: Dotnet) {
    this.dotnet = dotnet;
  }

  /** Evaluates the project at an absolute path as it is, whatever target framework it needs. Rejects as `evaluateAlone` does. */
  async ask(path: string, choice: EvaluationChoice, signal: AbortSignal): Promise<Evaluation> {
    const { configuration, properties } = choice;
    const group =
      properties === undefined
        ? await groupOf({ project: path, ...(configuration !== undefined && { configuration }) })
        : undefined;
    signal.throwIfAborted();
    const asked: Asked = { ...deferred<Evaluation>(), path, choice, group, signal };
    this.#waiting.add(asked);
    const leave = (): void => {
      this.#waiting.delete(asked);
      asked.reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave);
    this.dotnet.clock.after(gatherTime, () => this.#runs.add(() => this.#takeTurn()));
    return asked.promise.finally(() => signal.removeEventListener('abort', leave));
  }

  async #takeTurn(): Promise<void> {
    const asked = this.#takeOldest();
    const evaluations = asked.length > 1 ? await this.#together(asked) : [];
    for (const [index, each] of asked.entries()) {
      const evaluation = evaluations[index];
      if (evaluation !== undefined) each.resolve(evaluation);
      else if (asked.length === 1) await this.#alone(each);
      else this.#runs.add(() => this.#alone(each));
    }
  }

  /** Takes the oldest with all that may share its run. */
  #takeOldest(): readonly Asked[] {
    const [first] = this.#waiting;
    if (first === undefined) return [];
    const { group } = first;
    const taken =
      group === undefined
        ? [first]
        : [...this.#waiting].filter((asked) => isSameGroup(asked.group, group));
    for (const asked of taken) this.#waiting.delete(asked);
    return taken;
  }

  /** What went wrong with the whole run is found out by each alone. */
  async #together(asked: readonly Asked[]): Promise<readonly (Evaluation | undefined)[]> {
    const [first] = asked;
    if (first?.group === undefined) return [];
    const projects = asked.map(({ choice: { configuration, targetFramework }, path }) => ({
      project: path,
      configuration,
      targetFramework,
    }));
    const signal = whenAllAborted(asked.map((each) => each.signal));
    return evaluateTogether(projects, first.group, this.dotnet, signal).catch(() => []);
  }

  async #alone({ choice, path, reject, resolve, signal }: Asked): Promise<void> {
    await evaluateAlone(path, choice, this.dotnet, signal).then(resolve, reject);
  }
}

function whenAllAborted(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController();
  const check = (): void => {
    if (signals.every(({ aborted }) => aborted)) all.abort();
  };
  for (const signal of signals) signal.addEventListener('abort', check);
  check();
  return all.signal;
}
