import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildScopedStyles } from '../../../src/dotnet/hotReload/scopedStyles.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 240_000 };

test('styles that MSBuild can not build are an error with its reason', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  // A console program has no static web assets.
  const project = await fixture.project('App/App.csproj');
  await assert.rejects(buildScopedStyles(project, {}, fixture.dotnet), {
    code: 'StylesNotBuilt',
    message: /App.*MSB4057/s,
  });
});
