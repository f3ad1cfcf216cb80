// Who asks for the C# extension's bridge gets it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { DotnetRoom } from '../support/dotnet.ts';
import { builtSuite, networkSettings, packagedExtension } from './built.ts';
import { emptyExtension } from './harness/codeServer.ts';
import { runSuite } from './harness/editor.ts';

test(
  "a user's wish for the C# extension's bridge is heard, and its page is part of the session",
  { timeout: 600_000 },
  async (context) => {
    const room = await DotnetRoom.of(context);
    await room.client('BlazorApp');
    const exitCode = await runSuite({
      packages: [packagedExtension],
      extensions: [emptyExtension, join(import.meta.dirname, 'fixtures', 'csharp')],
      workspace: room.path('BlazorApp'),
      settings: { ...networkSettings, 'ideSessionHost.blazor.debugger': 'csharp' },
      suite: builtSuite('csharpBridge'),
      timeoutMilliseconds: 580_000,
    });
    assert.equal(exitCode, 0);
  },
);
