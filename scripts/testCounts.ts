/** How many tests ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface TestEvent {
  readonly type: string;
  readonly data: { readonly skip?: unknown; readonly todo?: unknown };
}

/** A reporter of node:test that writes nothing but the counts; what was skipped counts as failed. */
export default async function* testCounts(
  events: AsyncIterable<TestEvent>,
): AsyncGenerator<string> {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type === 'test:pass' && data.skip === undefined) passed += 1;
    else if (type === 'test:pass' || type === 'test:fail') failed += 1;
  }
  yield JSON.stringify({ passed, failed } satisfies Counts);
}
