import assert from 'node:assert/strict';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { diagnose, type Report } from '../../../src/wasm/diagnosis/diagnose.ts';
import type { DiagnosisInputs, SessionFacts } from '../../../src/wasm/diagnosis/facts.ts';
import { gatherFacts } from '../../../src/wasm/diagnosis/gather.ts';
import { renderReport } from '../../../src/wasm/diagnosis/report.ts';
import type { ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { layOutWebRoot } from '../../../tools/fixtures/dotnet/staticWebAssets.ts';
import { evaluated, startDevServer } from './builtClient.ts';
import { assertGoldenReport } from './goldenReport.ts';
import { type Answer, filesIn, serve } from './webServer.ts';

const limit = { timeout: 240_000 };

const serverProgram = `Microsoft.AspNetCore.Builder.WebApplication.Create(args).Run();
`;

let fixture: DotnetFixture;
let folder: string;
let app: string;
let debug: ProjectFacts;
let release: ProjectFacts;
let host: ProjectFacts;

before(async () => {
  fixture = await DotnetFixture.make();
  folder = fixture.folder;
  app = fixture.path('BlazorApp');
  await fixture.client('BlazorApp');
  await fixture.sdkProject('HostedApp', 'Microsoft.NET.Sdk.Web', 'BlazorApp');
  await fixture.write('HostedApp/Program.cs', serverProgram);
  await fixture.run('build', fixture.path('HostedApp'));
  await fixture.run('build', app, '--no-restore', '--configuration', 'Release');
  debug = await evaluated(fixture, 'BlazorApp', 'Debug');
  release = await evaluated(fixture, 'BlazorApp', 'Release');
  host = await evaluated(fixture, 'HostedApp', 'Debug');
  for (const build of [debug, release]) await layOutWebRoot(build.targetPath, webRootOf(build));
});
after(() => fixture.remove());

function webRootOf(project: ProjectFacts): string {
  return fixture.path('served', project.configuration);
}

/** The facts of editor, browser and proxy for a session without problems. */
function sessionAt(url: string, change: Partial<SessionFacts> = {}): SessionFacts {
  return {
    url,
    proxy: { kind: 'own', version: debug.runtimeVersion, reachable: true },
    isAttached: true,
    browser: { kind: 'chromium', reachable: true },
    page: {
      runtimeVersion: debug.runtimeVersion,
      debugLevel: -1,
      serviceWorker: { controlled: false, scopes: [] },
    },
    breakpoints: ['Calc.cs', 'Adder.razor', 'Program.cs'].map((file, index) => ({
      path: join(app, file),
      line: [5, 11, 5][index] ?? 0,
      verified: true,
    })),
    ...change,
  };
}

type Change = Omit<Partial<DiagnosisInputs>, 'project' | 'client'> & {
  readonly project?: ProjectFacts | undefined;
  readonly client?: ProjectFacts | undefined;
};

async function diagnosed(change: Change): Promise<Report> {
  const { project, client, ...others } = { project: debug, client: undefined, ...change };
  const inputs = {
    ...(project !== undefined && { project }),
    ...(client !== undefined && { client }),
    workspaceFolders: [folder],
    extensions: [],
    otherDebugSessions: [],
    settings: { debugger: 'built-in' },
  };
  return diagnose(await gatherFacts({ ...inputs, ...others }, systemClock));
}

/** The report without the parts that vary from run to run. */
function stable(report: Report): string {
  return renderReport(report)
    .replaceAll(folder, '/workspace')
    .replaceAll(debug.runtimeVersion, '10.0.0')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:5000');
}

function outcomes(report: Report): Record<string, string> {
  return Object.fromEntries(
    report.results
      .filter(({ outcome }) => outcome !== 'ok')
      .map(({ title, outcome }) => [title, outcome]),
  );
}

/** A static server of the client's output, with different responses for some files. */
function serveBuild(
  context: TestContext,
  answers: (path: string) => Answer | undefined,
  webRoot = webRootOf(debug),
): Promise<string> {
  const files = filesIn(webRoot, () => ({ status: 404 }));
  return serve(context, (path) => answers(path) ?? files(path));
}

test('reports no problems for a Debug build with its dev server', limit, async (context) => {
  const server = await startDevServer(fixture, debug);
  afterTest(context, () => server.stop());
  const report = await diagnosed({ session: sessionAt(server.url) });
  assert.deepEqual(outcomes(report), {}, renderReport(report));
  assertGoldenReport('healthy.md', stable(report));
});

test('a served Release build is the first problem', limit, async (context) => {
  const server = await startDevServer(fixture, release);
  afterTest(context, () => server.stop());
  const breakpoints = sessionAt(server.url).breakpoints.map((one) => ({ ...one, verified: false }));
  const report = await diagnosed({
    project: release,
    session: sessionAt(server.url, { breakpoints }),
  });
  assert.equal(report.first?.title, 'Project and configuration');
  assert.match(report.first?.finding ?? '', /Release build/);
  assertGoldenReport('release.md', stable(report));
});

test('detects a Release build from the served files', limit, async (context) => {
  const url = await serveBuild(context, () => undefined, webRootOf(release));
  for (const project of [debug, undefined]) {
    const report = await diagnosed({ session: sessionAt(url), project });
    assert.match(report.first?.finding ?? '', /symbols of BlazorApp .* of optimized code/);
  }
});

test('reports no problems for a static server of the build output', limit, async (context) => {
  const url = await serveBuild(context, () => undefined);
  assert.deepEqual(outcomes(await diagnosed({ session: sessionAt(url) })), {});
});

test(
  'reports a server that responds to unknown paths with its start page',
  limit,
  async (context) => {
    const url = await serve(context, () => ({ body: '<!doctype html>', type: 'text/html' }));
    const { first } = await diagnosed({ session: sessionAt(url) });
    assert.equal(first?.title, 'Symbols in the page');
    assert.match(first?.finding ?? '', /answers every file of the \.NET runtime with an HTML page/);
  },
);

test('reports a page or an error instead of symbols', limit, async (context) => {
  const cases: readonly (readonly [Answer, RegExp])[] = [
    [{ status: 404 }, /`BlazorApp\.\w+\.pdb` is answered with status 404/],
    [{ body: '<!DOCTYPE html>' }, /`BlazorApp\.\w+\.pdb` is answered with an HTML page/],
    [{ body: 'something' }, /`BlazorApp\.\w+\.pdb` does not contain portable symbols/],
  ];
  for (const [answer, finding] of cases) {
    const url = await serveBuild(context, (path) => (path.endsWith('.pdb') ? answer : undefined));
    const report = await diagnosed({ session: sessionAt(url) });
    assert.deepEqual(outcomes(report), { 'Symbols in the page': 'problem' });
    assert.match(report.first?.finding ?? '', finding);
  }
});

test(
  'reports renamed files and disabled debugging in the boot configuration',
  limit,
  async (context) => {
    const isBoot = (path: string): boolean => /^\/_framework\/dotnet\.(\w{10}\.)?js$/.test(path);
    const boot = await readFile(join(webRootOf(debug), '_framework/dotnet.js'), 'utf8');
    const cases: readonly (readonly [string, RegExp])[] = [
      [
        boot.replace(/"name": "BlazorApp\.\w+\.wasm"/, '"name": "BlazorApp.dll.bin"'),
        /`BlazorApp\.dll\.bin`/,
      ],
      [boot.replace('"debugLevel": -1', '"debugLevel": 0'), /^Debugging is disabled/],
      [boot.replace('"debugLevel": -1', '"linkerEnabled": true'), /serves published files/],
    ];
    for (const [body, finding] of cases) {
      assert.notEqual(body, boot);
      const url = await serveBuild(context, (path) => (isBoot(path) ? { body } : undefined));
      const { first } = await diagnosed({ session: sessionAt(url) });
      assert.match(first?.finding ?? '', finding);
    }
  },
);

test(
  'distinguishes service workers for published apps and for development',
  limit,
  async (context) => {
    const page = { debugLevel: -1, serviceWorker: { controlled: true, scopes: ['/'] } };
    const scripts = [
      ["self.addEventListener('fetch', () => { });", 'ok'],
      ['const cache = await caches.open(cacheName);', 'problem'],
    ] as const;
    for (const [body, outcome] of scripts) {
      const url = await serveBuild(context, (path) =>
        path === '/service-worker.js' ? { body } : undefined,
      );
      const report = await diagnosed({ session: sessionAt(url, { page }) });
      const found = report.results.find(({ title }) => title === 'Service worker');
      assert.equal(found?.outcome, outcome);
    }
  },
);

test('reports an app that does not respond', limit, async () => {
  for (const name of ['127.0.0.1', 'localhost']) {
    const session = sessionAt(`http://${name}:9/?token=secret`);
    const { first } = await diagnosed({ session });
    const finding = new RegExp(`^The app at http://${name}:9/ does not respond: .*ECONNREFUSED`);
    assert.match(first?.finding ?? '', finding);
  }
});

test('checks a project without a running app', limit, async () => {
  const report = await diagnosed({});
  assert.equal(report.first, undefined, renderReport(report));
  const known = report.results.filter(({ outcome }) => outcome === 'ok').map(({ title }) => title);
  assert.deepEqual(known, ['Project and configuration', 'Source paths', 'Other extensions']);
  const alone = await diagnosed({ project: release });
  assert.match(alone.first?.finding ?? '', /configuration is Release/);
});

test('reports breakpoints on lines without code with the next line', limit, async (context) => {
  const url = await serveBuild(context, () => undefined);
  const breakpoints = [{ path: join(app, 'Calc.cs'), line: 2, verified: false }];
  const { first } = await diagnosed({ session: sessionAt(url, { breakpoints }) });
  assert.equal(first?.fix, 'Move the breakpoint in `Calc.cs` from line 2 to line 4.');
});

test('distinguishes breakpoints in the server and in the page', limit, async (context) => {
  const url = await serveBuild(context, () => undefined);
  const inServer = { path: join(host.folder, 'Program.cs'), line: 4, verified: false };
  const session = sessionAt(url, {
    breakpoints: [...sessionAt(url).breakpoints, inServer],
  });
  for (const client of [debug, undefined]) {
    const report = await diagnosed({ project: host, session, client });
    assert.equal(report.results[0]?.outcome, 'ok');
    assert.deepEqual(outcomes(report), { Breakpoints: 'warning' });
    assert.match(
      report.first?.finding ?? '',
      /Program\.cs:4`: .* HostedApp, which runs on the server/,
    );
  }
});

test('reports a folder that is opened through a link', limit, async () => {
  const link = join(folder, 'link');
  await symlink(app, link, 'junction');
  const report = await diagnosed({ workspaceFolders: [link] });
  assert.equal(report.first, undefined);
  const without = await diagnosed({
    workspaceFolders: [link],
    session: sessionAt('http://127.0.0.1:9/', { hasRelay: false }),
  });
  const paths = without.results.find(({ title }) => title === 'Source paths');
  assert.match(paths?.finding ?? '', /is a link/);
});

test('reports embedded symbols and deterministic paths', limit, async () => {
  const root =
    '<Project><ItemGroup><SourceRoot Include="$(MSBuildProjectDirectory)/" /></ItemGroup></Project>';
  await fixture.write('Directory.Build.targets', root);
  const ways = ['DebugType=embedded', 'DeterministicSourcePaths=true'];
  const options = ways.map((way) => `-property:${way}`);
  await fixture.run('build', app, '--no-restore', '--output', fixture.path('other'), ...options);
  const targetPath = fixture.path('other', 'BlazorApp.dll');
  const report = await diagnosed({ project: { ...debug, targetPath, debugType: 'embedded' } });
  assert.match(report.first?.finding ?? '', /embedded in its assembly/);
  const paths = report.results.find(({ title }) => title === 'Source paths');
  assert.equal(paths?.outcome, 'problem');
  assert.match(paths?.finding ?? '', /`\/_\d*\/Calc\.cs`.* Deterministic builds/);
});

test('reports symbols of an earlier build', limit, async (context) => {
  const old = join(folder, 'old');
  await cp(webRootOf(debug), old, { recursive: true });
  const source = join(app, 'Calc.cs');
  await writeFile(source, (await readFile(source, 'utf8')).replace('sum={', 'sum is {'));
  await fixture.run('build', app, '--no-restore');
  const url = await serveBuild(context, () => undefined, old);
  const report = await diagnosed({ session: sessionAt(url) });
  assert.deepEqual(outcomes(report), { 'Symbols in the page': 'problem' });
  assert.match(report.first?.finding ?? '', /symbols of BlazorApp .* another build/);
});
