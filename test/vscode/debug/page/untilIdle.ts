/** Resolves when everything that needs no time or input has happened. */
export async function untilIdle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}
