import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test, type TestContext } from 'node:test';
import { EarlyEvaluations } from '../../../src/dotnet/evaluate/earlyEvaluations.ts';
import type { ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const client = '<Project Sdk="Microsoft.NET.Sdk.BlazorWebAssembly" />';
const assets = JSON.stringify({
  packageFolders: { '/packages/': {} },
  project: {
    frameworks: {
      'net10.0': {
        downloadDependencies: [
          { name: 'Microsoft.NETCore.App.Runtime.Mono.browser-wasm', version: '[10.0.0, 10.0.0]' },
        ],
      },
    },
  },
});

interface Fixture {
  readonly dotnet: DotnetFixture;
  readonly evaluations: EarlyEvaluations;
  readonly log: RecordingLog;
  /** The evaluated projects. */
  readonly asked: string[];
  readonly signals: AbortSignal[];
}

async function createFixture(context: TestContext, error?: Error): Promise<Fixture> {
  const dotnet = await DotnetFixture.of(context);
  const log = new RecordingLog();
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const runFacts = (path: string, signal?: AbortSignal): Promise<ProjectFacts> => {
    asked.push(path);
    if (signal !== undefined) signals.push(signal);
    return error === undefined ? new Promise(() => undefined) : Promise.reject(error);
  };
  return {
    dotnet,
    evaluations: new EarlyEvaluations({ runFacts }, log, () => undefined),
    log,
    asked,
    signals,
  };
}

async function writeClient({ dotnet }: Fixture): Promise<string> {
  await dotnet.write('App/obj/project.assets.json', assets);
  return dotnet.write('App/App.csproj', client);
}

test('a breakpoint evaluates the restored client that its file belongs to, once', async (context) => {
  const one = await createFixture(context);
  const project = await writeClient(one);
  const source = await one.dotnet.write('App/Pages/Deep/Counter.razor', '');
  void one.evaluations.expect(source, one.dotnet.folder);
  void one.evaluations.expect(source, one.dotnet.folder);
  await until('the client is evaluated', () => one.asked.length > 0);
  await one.evaluations.expect(source, one.dotnet.folder);
  assert.deepEqual(one.asked, [project]);
});

test('a client is evaluated early once it was restored', async (context) => {
  const one = await createFixture(context, new Error('broken'));
  const project = await one.dotnet.write('App/App.csproj', client);
  const source = await one.dotnet.write('App/Program.cs', '');
  await one.evaluations.expect(source, one.dotnet.folder);
  assert.deepEqual(one.asked, []);
  await writeClient(one);
  await one.evaluations.expect(source, one.dotnet.folder);
  assert.deepEqual(one.asked, [project]);
  assert.deepEqual(one.log.lines, [`debug ${project} can't be evaluated early: broken`]);
});

test('other programs, and projects above the workspace folder, are not evaluated early', async (context) => {
  const one = await createFixture(context);
  await writeClient(one);
  const inside = await one.dotnet.write('App/Inner/Program.cs', '');
  await one.evaluations.expect(inside, dirname(inside));
  await one.dotnet.write('Console/Console.csproj', '<Project Sdk="Microsoft.NET.Sdk" />');
  const program = await one.dotnet.write('Console/Program.cs', '');
  await one.evaluations.expect(program, one.dotnet.folder);
  const alone = await one.dotnet.write('Program.cs', '');
  await one.evaluations.expect(alone, one.dotnet.folder);
  assert.deepEqual(one.asked, []);
});

test('early evaluations are aborted at the end', async (context) => {
  const one = await createFixture(context);
  await writeClient(one);
  const source = await one.dotnet.write('App/Program.cs', '');
  void one.evaluations.expect(source, one.dotnet.folder);
  await until('the client is evaluated', () => one.signals.length > 0);
  one.evaluations.dispose();
  assert.deepEqual(
    one.signals.map(({ aborted }) => aborted),
    [true],
  );
});

test(
  'a launch uses the early evaluation of a stock client',
  { timeout: 300_000 },
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const projects = new Projects(fixture.dotnet);
    afterTest(context, () => projects.dispose());
    const folder = fixture.path('BlazorApp');
    await fixture.client('BlazorApp');
    const project = fixture.path('BlazorApp', 'BlazorApp.csproj');
    await fixture.run('restore', project);
    const evaluated: string[] = [];
    const evaluations = new EarlyEvaluations(projects, new RecordingLog(), ({ path }) =>
      evaluated.push(path),
    );
    await evaluations.expect(fixture.path('BlazorApp', 'Pages', 'Counter.razor'), folder);
    assert.deepEqual(evaluated, [project]);

    fixture.environment['PATH'] = '';
    assert.equal((await projects.runFacts(project)).kind, 'client');
  },
);
