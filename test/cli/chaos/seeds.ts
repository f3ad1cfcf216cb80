/** Seeds of rounds that have failed once; they are run first. */
export const failedSeeds: readonly number[] = [872123155, 884096389];
