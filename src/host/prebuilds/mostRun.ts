import * as z from 'zod/mini';
import type { Clock } from '../../common/clock.ts';

/** After this time a run counts half, in milliseconds. */
const halfLife = 7 * 24 * 3_600_000;
/** How many projects are remembered. */
const maxProjects = 50;

const runsSchema = z.array(
  z.object({
    project: z.string(),
    /** The number of runs, as far as each still counted at this time. */
    count: z.number(),
    /** In milliseconds since 1970. */
    at: z.number(),
  }),
);

export type ProjectRuns = z.output<typeof runsSchema>;

/** Which projects are run most, where later runs count more. */
export class MostRun {
  readonly #clock: Clock;
  #runs: ProjectRuns;

  /** `stored` is what {@link runs} was when it was stored. */
  constructor(stored: unknown, clock: Clock) {
    this.#clock = clock;
    this.#runs = runsSchema.safeParse(stored).data ?? [];
  }

  /** What has to be stored. */
  get runs(): ProjectRuns {
    return this.#runs;
  }

  /** Counts a run of the project at this path. */
  add(project: string): void {
    const at = this.#clock.now().getTime();
    const last = this.#runs.find((one) => one.project === project);
    const count = 1 + (last === undefined ? 0 : countAt(last, at));
    const others = this.#runs.filter((one) => one !== last);
    this.#runs = [{ project, count, at }, ...others]
      .toSorted((one, other) => countAt(other, at) - countAt(one, at))
      .slice(0, maxProjects);
  }

  /** Returns the projects that are run most, at most this many. */
  list(most: number): readonly string[] {
    return this.#runs.slice(0, most).map(({ project }) => project);
  }
}

function countAt({ at: then, count }: ProjectRuns[number], at: number): number {
  return count * 2 ** (-Math.max(0, at - then) / halfLife);
}
