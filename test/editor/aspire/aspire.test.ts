// The real Aspire in a real VS Code: an AppHost started by F5, and `aspire run` in a terminal of
// the window, beside an extension that imitates Aspire's own.

import { test } from 'node:test';
import { aspireCommand } from '../../../tools/fixtures/aspire/appHost.ts';
import { writeAppHost, writeWebProject } from '../../../tools/fixtures/aspire/appHostFolder.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import {
  aspireFixture,
  builtSuite,
  networkSettings,
  packagedExtension,
} from '../../../tools/editor/built.ts';
import { runSuiteTests } from '../../../tools/editor/suiteTests.ts';

const limit = 1_400_000;

test('the real Aspire in a real VS Code', { timeout: limit }, async (context) => {
  const fixture = await DotnetFixture.of(context);
  await writeAppHost(fixture);
  for (let index = 1; index <= 12; index++) await writeWebProject(fixture, `project${index}`);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [aspireFixture],
    workspace: fixture.folder,
    settings: networkSettings,
    suite: builtSuite('aspire'),
    environment: { EDITOR_ASPIRE: aspireCommand(), ASPIRE_CLI_TELEMETRY_OPTOUT: '1' },
    timeoutMilliseconds: limit - 60_000,
  });
});
