import type { TestContext } from 'node:test';
import { builtSuite, networkSettings, packagedExtension } from '../../../tools/editor/built.ts';
import { createPageDriver } from '../../../tools/editor/pageDriver.ts';
import { runSuiteTests } from '../../../tools/editor/suiteTests.ts';
import { makeControllersWorkspace } from './controllersWorkspace.ts';

/** How long the suite may take, in milliseconds. */
export const suiteLimit = 1_400_000;

/** Runs the suite of projects and pages of controllers with these variables. */
export async function runControllersSuite(
  context: TestContext,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const workspace = await makeControllersWorkspace(context);
  const pageDriver = await createPageDriver(context);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    workspace,
    settings: networkSettings,
    suite: builtSuite('blazorControllers'),
    environment: { EDITOR_PAGE_DRIVER: pageDriver.url, ...environment },
    timeoutMilliseconds: suiteLimit - 60_000,
    shown: ({ page }) => pageDriver.attach(page),
  });
}
