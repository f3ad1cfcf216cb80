// The conformance suite in clients of all frameworks, whose report is in docs/reference/browserCsharp.md.

import assert from 'node:assert/strict';
import { after, test, type TestContext } from 'node:test';
import { findOrRestoreDebugHost } from '../../../../src/wasm/debugProxy/restoredDebugHost.ts';
import { Projects } from '../../../../src/dotnet/evaluate/projects.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { assertGoldenText } from '../../../../tools/fixtures/golden.ts';
import { createClient } from '../../../../tools/fixtures/dotnet/blazorProjects.ts';
import { DotnetFixture } from '../../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { retargetToNet11 } from '../../../../tools/fixtures/dotnet/net11.ts';
import { layOutWebRoot } from '../../../../tools/fixtures/dotnet/staticWebAssets.ts';
import { startStaticServer } from '../../../../tools/fixtures/web/staticServer.ts';
import { openBench, writeSources } from './bench.ts';
import { type Framework, frameworks } from './case.ts';
import { runAreas } from './cases.ts';
import { evaluateInConsole } from './console.ts';
import { renderReport, reportPath } from './report.ts';
import { areas, rowsOf } from './table.ts';

const limit = { timeout: 900_000 };
const rows = areas.flatMap(rowsOf);
const results = new Map<Framework, ReadonlySet<string>>();

test('a console program has the values of the table', limit, async (context) => {
  const values = await evaluateInConsole(areas, await DotnetFixture.of(context));
  const compared = rows.filter(({ id, isPlain }) => isPlain && values.has(id));
  const wrong = compared.filter(({ expected, id }) => values.get(id) !== expected);
  assert.deepEqual(
    wrong.map(({ code, expected, id }) => `${id}: ${code} is ${values.get(id)}, not ${expected}`),
    [],
  );
  assert.ok(compared.length > 150, `${compared.length} compared`);
});

for (const framework of frameworks) {
  test(`C# at stops works for ${framework} as the table says`, limit, async (context) => {
    const { host, url } = await serve(framework, context);
    const bench = await openBench(context, areas, url, { host });
    const { surprises, works } = await runAreas(areas, framework, bench);
    results.set(framework, works);
    assert.deepEqual(surprises, []);
  });
}

after(() => {
  // The page is about all of them.
  if (results.size === frameworks.length) assertGoldenText(reportPath, renderReport(results));
});

/** Builds and serves a client of a framework with the areas' C#. */
async function serve(framework: Framework, context: TestContext) {
  const fixture = await DotnetFixture.of(context);
  const folder = fixture.path('BlazorApp');
  if (framework === 'net10.0' || framework === 'net11.0') await createClient(folder);
  else await createClient(folder, framework);
  if (framework === 'net11.0') await retargetToNet11(folder, (...args) => fixture.run(...args));
  await writeSources(folder, areas);
  await fixture.run('build', folder);
  const projects = new Projects(fixture.dotnet);
  afterTest(context, () => projects.dispose());
  const facts = await projects.facts(folder);
  await layOutWebRoot(facts.targetPath, fixture.path('served'));
  const server = await startStaticServer(fixture.path('served'));
  afterTest(context, () => server.close());
  return { url: server.url, host: await findOrRestoreDebugHost(facts, fixture.dotnet) };
}
