// The C# extension's bridge is used if the user requests it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { DotnetFixture } from '../../tools/fixtures/dotnet/dotnetFixture.ts';
import { builtSuite, networkSettings, packagedExtension } from '../../tools/editor/built.ts';
import { emptyExtension } from '../../tools/editor/codeServer.ts';
import { runSuite } from '../../tools/editor/editor.ts';

test(
  "a user's setting for the C# extension's bridge is used, and its page is part of the session",
  { timeout: 600_000 },
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    await fixture.client('BlazorApp');
    const exitCode = await runSuite({
      packages: [packagedExtension],
      extensions: [emptyExtension, join(import.meta.dirname, 'fixtures', 'csharp')],
      workspace: fixture.path('BlazorApp'),
      settings: { ...networkSettings, 'ideSessionHost.blazor.debugger': 'csharp' },
      suite: builtSuite('csharpBridge'),
      timeoutMilliseconds: 580_000,
    });
    assert.equal(exitCode, 0);
  },
);
