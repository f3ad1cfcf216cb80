/** Seeds of rounds that have failed before; they are run first. */
export const failedSeeds: readonly number[] = [872123155, 884096389, 871031446, 871031449];

/** The seed of a round of `npm test` that no fault is known of. */
export const seedOfEachRun = 1;

/** Seeds of further such rounds, for `npm run test:long`. */
export const seedsOfLongRuns: readonly number[] = [2, 3, 4];
