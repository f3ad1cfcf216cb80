import type { TestContext } from 'node:test';

/** What fixtures need of a test, for a benchmark. */
export interface FixtureContext {
  readonly context: TestContext;
  /** Does what fixtures otherwise do after the test. */
  readonly cleanUp: () => Promise<void>;
}

export function createFixtureContext(): FixtureContext {
  const cleanUps: (() => unknown)[] = [];
  const context = { after: (cleanUp: () => unknown) => cleanUps.push(cleanUp) };
  return {
    context: context as unknown as TestContext,
    async cleanUp() {
      for (const cleanUp of cleanUps) await cleanUp();
    },
  };
}

/** Runs something that uses fixtures, and cleans up after them. */
export async function withFixtures<T>(run: (context: TestContext) => Promise<T>): Promise<T> {
  const { cleanUp, context } = createFixtureContext();
  try {
    return await run(context);
  } finally {
    await cleanUp();
  }
}
