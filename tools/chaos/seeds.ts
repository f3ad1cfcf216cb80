/** Seeds of rounds that have failed before; they are run first. */
export const failedSeeds: readonly number[] = [872123155, 884096389, 871031446, 871031449];

/** Seeds of rounds that no fault is known of. */
export const seedsOfEachRun: readonly number[] = [1, 2, 3, 4];
