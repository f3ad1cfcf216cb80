// Programs of one source file without a project, with the real SDK.

import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { after, before, test } from 'node:test';
import { buildFailure, buildProject } from '../../../src/dotnet/build/build.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 600_000 };

let fixture: DotnetFixture;
let projects: Projects;

before(async () => {
  fixture = await DotnetFixture.withFilePrograms();
  projects = new Projects(fixture.dotnet);
});

after(async () => {
  projects.dispose();
  await fixture.remove();
});

test('a source file is a program with a name, a folder and a command', limit, async () => {
  const path = await fixture.fileProgram('tools/hello.cs', 'return 0;');
  const facts = await projects.facts(path);
  assert.equal(facts.kind, 'program');
  assert.deepEqual(
    [facts.path, facts.name, facts.folder, facts.runWorkingDirectory],
    [path, 'hello', fixture.path('tools'), fixture.path('tools')],
  );
  assert.equal(facts.targetFramework, 'net10.0');
  assert.match(facts.targetPath, /[\\/]hello\.dll$/);
  assert.deepEqual(facts.runArguments, []);
  assert.ok(facts.runCommand.startsWith(fixture.path('data')), facts.runCommand);
});

test('directives for the SDK, references and properties are applied', limit, async () => {
  const library = await fixture.project('Library/Library.csproj');
  const path = await fixture.fileProgram(
    'web.cs',
    '#:sdk Microsoft.NET.Sdk.Web\n#:project Library\n#:property MyOwn=value\nreturn 0;',
  );
  const { kind, projectReferences } = await projects.facts(path);
  assert.equal(kind, 'server');
  assert.deepEqual(projectReferences, [library]);
  assert.equal((await projects.properties(path, ['MyOwn']))['MyOwn'], 'value');
});

test('a source file with changed directives is evaluated again', limit, async () => {
  const path = await fixture.fileProgram('changing.cs', 'return 0;');
  assert.equal((await projects.facts(path)).assemblyName, 'changing');
  await fixture.fileProgram('changing.cs', '#:property AssemblyName=other\nreturn 0;');
  assert.equal((await projects.facts(path)).assemblyName, 'other');
});

test("errors in a source file's directives are reported with their line", limit, async () => {
  const path = await fixture.fileProgram('wrong.cs', '#:nonsense A\nreturn 0;');
  await assert.rejects(projects.facts(path), ({ code, message }) => {
    assert.equal(code, 'ProjectBroken');
    assert.ok(message.startsWith(`${path}(2): `) && message.includes('nonsense'), message);
    return true;
  });
});

test('a source file is built and its errors are reported with their location', limit, async () => {
  const path = await fixture.fileProgram('built.cs', 'return 0;');
  const listener = { output: () => undefined };
  assert.equal((await buildProject({ project: path }, fixture.dotnet, listener)).kind, 'succeeded');
  await fixture.fileProgram('built.cs', 'return missing;');
  const result = await buildProject({ project: path }, fixture.dotnet, listener);
  assert.ok(result.kind === 'failed');
  const [issue] = result.issues;
  assert.deepEqual([issue?.file, issue?.line, issue?.code], [path, 2, 'CS0103']);
  const { code, message } = buildFailure(path, result);
  assert.equal(code, 'BuildFailed');
  assert.match(message, /^built\.cs could not be built.*\nbuilt\.cs\(2,8\): CS0103 /);
});

const posix = {
  ...limit,
  skip: process.platform === 'win32' && 'a script in PATH is used as dotnet',
};

test('an SDK without support for file-based programs is named', posix, async (context) => {
  const old = await DotnetFixture.of(context);
  const path = await old.fileProgram('hello.cs', 'return 0;');
  const script = `#!/bin/sh
if [ "$1" = --version ]; then echo 9.0.304; exit; fi
echo "$2(1,1): error MSB4025: The project file could not be loaded. Data at the root level is invalid."
exit 1
`;
  await chmod(await old.write('old/dotnet', script), 0o700);
  old.environment['PATH'] = [old.path('old'), old.environment['PATH']].join(delimiter);
  await assert.rejects(new Projects(old.dotnet).facts(path), ({ code, message }) => {
    assert.equal(code, 'DotnetSdkTooOldForFile');
    assert.match(message, /^hello\.cs .*\.NET SDK 9\.0\.304 .*Install the \.NET SDK 10\.0/);
    return true;
  });
});

test(
  "an evaluation that fails without an issue is reported with dotnet's output",
  posix,
  async (context) => {
    const own = await DotnetFixture.of(context);
    const path = await own.project('App/App.csproj');
    await chmod(await own.write('broken/dotnet', '#!/bin/sh\necho Killed\nexit 1\n'), 0o700);
    own.environment['PATH'] = [own.path('broken'), own.environment['PATH']].join(delimiter);
    await assert.rejects(new Projects(own.dotnet).facts(path), {
      code: 'EvaluationFailed',
      message: /could not be evaluated: Killed\. Run dotnet msbuild/,
    });
  },
);
