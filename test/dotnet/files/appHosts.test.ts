import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAppHosts } from '../../../src/dotnet/files/appHosts.ts';
import { DotnetRoom } from '../../support/dotnet.ts';

test('AppHosts are found by their SDK or their property, each once', async (context) => {
  const room = await DotnetRoom.of(context);
  const sdk = await room.write('A/A.csproj', '<Project Sdk="Aspire.AppHost.Sdk/13.6.4" />');
  const older = await room.write(
    'B/B.csproj',
    '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><IsAspireHost>true</IsAspireHost></PropertyGroup></Project>',
  );
  const added = await room.write(
    'C/C.csproj',
    '<Project Sdk="Microsoft.NET.Sdk"><Sdk Name="Aspire.AppHost.Sdk" Version="9.5.0" /></Project>',
  );
  const others = [
    await room.project('D/D.csproj'),
    await room.project(
      'E/E.csproj',
      '<PropertyGroup><IsAspireHost>false</IsAspireHost></PropertyGroup>',
    ),
    room.path('missing.csproj'),
  ];
  const found = await findAppHosts([sdk, ...others, older, added, room.path('A', 'A.csproj')]);
  assert.deepEqual(found, [sdk, older, added]);
});
