import { onAbort } from '../../common/abort.ts';
import { deferred, type Deferred } from '../../common/deferred.ts';
import { WorkQueue } from '../../common/workQueue.ts';
import { getSettings } from '../build/buildSettings.ts';
import { type BuildGroup, getGroup, isSameGroup } from '../build/buildGroups.ts';
import { evaluateAlone } from './evaluateAlone.ts';
import { evaluateTogether } from './evaluateTogether.ts';
import type { Evaluation, EvaluationChoice } from './evaluation.ts';
import { hasInitialTargets } from './initialTargets.ts';
import type { Dotnet } from '../sdk/sdk.ts';

interface Asked extends Deferred<Evaluation> {
  readonly path: string;
  readonly choice: EvaluationChoice;
  /** `undefined` if it needs a separate run. */
  readonly group: Promise<BuildGroup | undefined>;
  readonly signal: AbortSignal;
}

/** The number of concurrent runs of MSBuild. */
const runsAtOnce = 2;
/** How long the first evaluation waits for others that are requested at the same time, in milliseconds. */
const gatherTime = 25;

/** Evaluates projects. Requests that arrive together or during other runs share a run of MSBuild, ordered by priority. */
export class Evaluations {
  readonly dotnet: Dotnet;
  readonly #runs = new WorkQueue(runsAtOnce);
  /** The oldest first. */
  readonly #waiting = new Set<Asked>();
  readonly #unanswered = new Set<Promise<Evaluation>>();
  /** Work that may request evaluations when it settles. */
  readonly #expected = new Set<Promise<unknown>>();

  constructor(dotnet: Dotnet) {
    this.dotnet = dotnet;
  }

  /** Evaluates the project at an absolute path. Rejects as `evaluateAlone` does. */
  async ask(path: string, choice: EvaluationChoice, signal: AbortSignal): Promise<Evaluation> {
    signal.throwIfAborted();
    const group = getSharedGroup(path, choice);
    const asked: Asked = { ...deferred<Evaluation>(), path, choice, group, signal };
    this.#waiting.add(asked);
    const leaving = onAbort(signal, () => {
      this.#waiting.delete(asked);
      asked.reject(signal.reason as Error);
    });
    this.dotnet.clock.after(gatherTime, () => this.#runs.add(() => this.#takeTurn()));
    this.#unanswered.add(asked.promise);
    return asked.promise.finally(() => {
      this.#unanswered.delete(asked.promise);
      leaving.dispose();
    });
  }

  /** Delays runs until `work` settles, since it may request an evaluation that can share the run. */
  expect(work: Promise<unknown>): void {
    const settled = (): void => void this.#expected.delete(work);
    this.#expected.add(work);
    work.then(settled, settled);
  }

  /** Resolves when all requests are answered. */
  async answered(): Promise<void> {
    while (this.#unanswered.size > 0) await Promise.allSettled(this.#unanswered);
  }

  async #takeTurn(): Promise<void> {
    if (this.#expected.size > 0) {
      await Promise.allSettled(this.#expected);
      await new Promise<void>((resolve) => this.dotnet.clock.after(gatherTime, resolve));
    }
    const groups = new Map<Asked, BuildGroup | undefined>();
    for (const asked of this.#waiting) groups.set(asked, await asked.group);
    const present = [...groups.keys()]
      .filter((asked) => this.#waiting.has(asked))
      .toSorted((one, other) => getPlace(one) - getPlace(other));
    const [first] = present;
    if (first === undefined) return;
    const group = groups.get(first);
    const taken =
      group === undefined ? [first] : present.filter((one) => isSameGroup(groups.get(one), group));
    for (const asked of taken) this.#waiting.delete(asked);
    if (group === undefined || taken.length === 1) return this.#alone(first);
    for (const silent of await this.#together(taken, group)) {
      this.#runs.add(() => this.#alone(silent));
    }
  }

  /** Returns the requests that were not answered. They are repeated separately to find the errors. */
  async #together(asked: readonly Asked[], group: BuildGroup): Promise<Iterable<Asked>> {
    const unanswered = new Set(asked);
    const answered = (index: number, evaluation: Evaluation): void => {
      const one = asked[index];
      if (one !== undefined && unanswered.delete(one)) one.resolve(evaluation);
    };
    const projects = asked.map(({ choice: { runTarget = false, targetFramework }, path }) => ({
      project: path,
      runTarget,
      targetFramework,
    }));
    const signal = whenAllAborted(asked.map((each) => each.signal));
    await evaluateTogether(projects, group, this.dotnet, answered, signal).catch(() => undefined);
    return [...unanswered].filter((each) => !each.signal.aborted);
  }

  async #alone({ choice, path, reject, resolve, signal }: Asked): Promise<void> {
    await evaluateAlone(path, choice, this.dotnet, signal).then(resolve, reject);
  }
}

function getPlace({ choice: { place } }: Asked): number {
  return place ?? Number.MAX_SAFE_INTEGER;
}

/** Returns the group of a project whose evaluation can share a run, which runs its initial targets. */
async function getSharedGroup(
  project: string,
  choice: EvaluationChoice,
): Promise<BuildGroup | undefined> {
  if (choice.properties !== undefined) return undefined;
  // The run target runs initial targets too.
  if (choice.runTarget !== true && (await hasInitialTargets(project))) return undefined;
  return getGroup({ project, ...getSettings(choice) });
}

function whenAllAborted(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController();
  const check = (): void => {
    if (signals.every(({ aborted }) => aborted)) all.abort();
  };
  for (const signal of signals) onAbort(signal, check);
  return all.signal;
}
