// @ts-check
// What a run of setup has to do, one task after the other, and how far it is.

/**
 * @typedef {object} Task
 * @property {string} title what it does, as shown to the user
 * @property {(title: string) => Promise<void>} perform prints its progress below the given title
 */

/**
 * Performs tasks in order, and prints the number of each and of all.
 *
 * @param {readonly Task[]} tasks
 */
export async function performTasks(tasks) {
  for (const [index, { perform, title }] of tasks.entries())
    await perform(`[${index + 1}/${tasks.length}] ${title}`);
}
