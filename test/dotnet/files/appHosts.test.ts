import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAppHosts } from '../../../src/dotnet/files/appHosts.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

test('AppHosts are found by their SDK or property, each once', async (context) => {
  const fixture = await DotnetFixture.of(context);
  const sdk = await fixture.write('A/A.csproj', '<Project Sdk="Aspire.AppHost.Sdk/13.6.4" />');
  const older = await fixture.write(
    'B/B.csproj',
    '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><IsAspireHost>true</IsAspireHost></PropertyGroup></Project>',
  );
  const added = await fixture.write(
    'C/C.csproj',
    '<Project Sdk="Microsoft.NET.Sdk"><Sdk Name="Aspire.AppHost.Sdk" Version="9.5.0" /></Project>',
  );
  const others = [
    await fixture.project('D/D.csproj'),
    await fixture.project(
      'E/E.csproj',
      '<PropertyGroup><IsAspireHost>false</IsAspireHost></PropertyGroup>',
    ),
    fixture.path('missing.csproj'),
  ];
  const found = await findAppHosts([sdk, ...others, older, added, fixture.path('A', 'A.csproj')]);
  assert.deepEqual(found, [sdk, older, added]);
});
