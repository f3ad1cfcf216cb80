import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readImports } from '../../../src/dotnet/sdk/msbuildLog.ts';
import { namedImports } from '../../../src/dotnet/evaluate/namedImports.ts';

const app = '/srv/App/App.csproj';
const other = '/srv/Other/Other.csproj';
const root = '/usr/share/dotnet';
const common = `${root}/sdk/Microsoft.Common.props`;

/** A log as MSBuild writes it, for two projects evaluated by one run. */
const log = `Build started.
       Importing project "${common}" into project "${app}" at (0,0).
   1:2>Importing project "/srv/shared/common.props" into project "${app}" at (3,5).
       Importing project "/srv/shared/nested.props" into project "/srv/shared/common.props" at (1,1).
       Importing project "${common}" into project "${other}" at (0,0).
       Importing project "/srv/Other/only.props" into project "${other}" at (1,1).
       Importing project "/srv/App/obj/App.csproj.nuget.g.props" into project "${common}" at (74,3).
       Importing project "/srv/Other/obj/Other.csproj.nuget.g.props" into project "${common}" at (74,3).
       Importing project "/srv/Directory.Build.props" into project "${common}" at (36,3).
       Importing project "/srv/Other/Directory.Build.props" into project "${common}" at (36,3).
       Project "$(Extra)x.props" was not imported by "${app}" at (4,5), due to false condition; (Exists('$(Extra)x.props')) was evaluated as (Exists('extra/x.props')).
       Project "$(Old)" was not imported by "${app}" at (5,5), due to false condition; ('$(Old)' != '') was evaluated as ('' != '').
       Project "parts/*.props" was not imported by "/srv/shared/common.props" at (2,3), due to no matching files.
       Project "$(MSBuildProjectFullPath).user" was not imported by "${common}" at (30,3), due to false condition; (Exists('$(MSBuildProjectFullPath).user')) was evaluated as (Exists('${other}.user')).
       Project "$(MSBuildProjectFullPath).user" was not imported by "${common}" at (30,3), due to false condition; (Exists('$(MSBuildProjectFullPath).user')) was evaluated as (Exists('${app}.user')).
`;

test("a project's files include its direct and indirect imports", () => {
  const named = namedImports(app, [app, other], readImports(log), root);
  assert.deepEqual(named?.files, [
    app,
    '/srv/App/obj/App.csproj.nuget.g.props',
    '/srv/Directory.Build.props',
    '/srv/shared/common.props',
    '/srv/shared/nested.props',
  ]);
});

test('imports that would match later are known', () => {
  const named = namedImports(app, [app, other], readImports(log), root);
  assert.deepEqual(named?.absent, [`${app}.user`, '/srv/App/extra/x.props']);
  assert.deepEqual(named.wildcards, ['/srv/shared/parts/*.props']);
  assert.ok(named.conditions.includes(`Exists('$(Extra)x.props')`));
});

test('a log without a project returns nothing for it', () => {
  assert.equal(namedImports('/srv/C/C.csproj', [], readImports(log), root), undefined);
  assert.equal(namedImports(app, [], readImports(''), root), undefined);
});
