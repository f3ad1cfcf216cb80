import type { TestContext } from 'node:test';

type CleanUp = () => unknown;
type Test = Pick<TestContext, 'after'>;

const cleanUps = new WeakMap<Test, CleanUp[]>();

/**
 * Calls back after the test, the last that was asked for first, each when the one before it is done.
 * None is left out because another fails, which fails the test.
 */
export function afterTest(context: Test, cleanUp: CleanUp): void {
  const known = cleanUps.get(context);
  if (known !== undefined) return void known.push(cleanUp);
  const all = [cleanUp];
  cleanUps.set(context, all);
  context.after(() => cleanUpAll(all));
}

async function cleanUpAll(all: CleanUp[]): Promise<void> {
  const errors: unknown[] = [];
  for (let next = all.pop(); next !== undefined; next = all.pop()) {
    try {
      await next();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, 'What a test left could not be cleaned.');
}
