import type { TestContext } from 'node:test';
import { type BlazorWorkspaceOptions, makeBlazorWorkspace } from './blazorWorkspace.ts';
import { builtSuite, networkSettings, packagedExtension } from '../../../tools/editor/built.ts';
import { createPageDriver } from '../../../tools/editor/pageDriver.ts';
import { runSuiteTests } from '../../../tools/editor/suiteTests.ts';

/** How long a run of the suite may take, in milliseconds. */
export const suiteLimit = 1_400_000;

export interface BlazorSuiteOptions extends BlazorWorkspaceOptions {
  /** Variables of the suite. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the F5 suite, each of its tests as a subtest of the context. */
export async function runBlazorSuite(
  context: TestContext,
  { environment, ...options }: BlazorSuiteOptions = {},
): Promise<void> {
  const { folder, second } = await makeBlazorWorkspace(context, options);
  const pageDriver = await createPageDriver(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    workspace: folder,
    settings: networkSettings,
    suite: builtSuite('blazor'),
    environment: { EDITOR_PAGE_DRIVER: pageDriver.url, SECOND_CLIENT: second, ...environment },
    timeoutMilliseconds: suiteLimit - 30_000,
    shown: ({ page }) => pageDriver.attach(page),
  });
}
