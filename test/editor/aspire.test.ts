// The real Aspire in a real VS Code: an AppHost that F5 starts, and `aspire run` in a terminal of the window,
// beside an extension that stands in for Aspire's own.

import { test } from 'node:test';
import { aspireCommand } from '../aspire/appHost.ts';
import { writeAppHost, writeWebProject } from '../aspire/appHostFolder.ts';
import { DotnetRoom } from '../support/dotnet.ts';
import { aspireFixture, builtSuite, networkSettings, packagedExtension } from './built.ts';
import { runSuiteTests } from './suiteTests.ts';

const limit = 1_400_000;

test('the real Aspire in a real VS Code', { timeout: limit }, async (context) => {
  const room = await DotnetRoom.of(context);
  await writeAppHost(room);
  for (let index = 1; index <= 12; index++) await writeWebProject(room, `project${index}`);
  await runSuiteTests(context, {
    packages: [packagedExtension],
    extensions: [aspireFixture],
    workspace: room.folder,
    settings: networkSettings,
    suite: builtSuite('aspire'),
    environment: { EDITOR_ASPIRE: aspireCommand(), ASPIRE_CLI_TELEMETRY_OPTOUT: '1' },
    timeoutMilliseconds: limit - 60_000,
  });
});
