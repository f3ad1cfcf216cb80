import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { readOutputStamp } from '../../../src/projects/serving/outputStamp.ts';
import { planServer, type ServerPlan } from '../../../src/projects/serving/serverPlan.ts';
import type { ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { readLaunchProfiles } from '../../../src/launch/profiles/launchProfiles.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { Listener, ServerFixture } from './serverFixture.ts';

const limit = { timeout: 600_000 };
const isLinux = process.platform === 'linux';

let fixture: DotnetFixture;
let facts: ProjectFacts;

before(async () => {
  fixture = await DotnetFixture.make();
  await fixture.client('BlazorApp');
  const project = fixture.path('BlazorApp', 'BlazorApp.csproj');
  await fixture.run('build', project);
  const projects = new Projects(fixture.dotnet);
  facts = await projects.facts(project);
  projects.dispose();
}, limit);
after(() => fixture.remove());

/** The plan of the client's dev server, with the least output on the test's terminal. */
function plan(variables: Readonly<Record<string, string>> = {}): ServerPlan {
  const env = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return planServer(facts, undefined, { env }, fixture.dotnet.launchContext);
}

/** The response, read to its end, so that no connection keeps the server busy. */
async function page(
  url: string | undefined,
  path = '',
): Promise<{ readonly status: number; readonly body: Buffer }> {
  const response = await fetch(`${url}/${path}`);
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
}

test(
  'a dev server serves a client at a free port until its last user leaves',
  limit,
  async (context) => {
    const servers = new ServerFixture(context);
    const listener = new Listener();
    const one = await servers.acquire(plan(), { listener });
    const other = await servers.acquire(plan());
    assert.equal(one.pid, other.pid);
    const [url] = one.urls;
    assert.match(url ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.match(String((await page(url)).body), /blazor\.webassembly\.js/);
    assert.equal((await page(url, '_framework/BlazorApp.pdb')).status, 200);
    assert.match(listener.text, /Now listening on/);
    assert.equal(await one.release(), undefined);
    assert.equal((await page(url)).status, 200);
    const exitCode = await other.release();
    if (process.platform !== 'win32') assert.equal(exitCode, 0);
    await assert.rejects(page(url));
    if (isLinux) assert.deepEqual(fixture.processes(), []);
  },
);

test(
  'changed outputs are served at the same address by another process',
  limit,
  async (context) => {
    const servers = new ServerFixture(context);
    const listener = new Listener();
    const built = await readOutputStamp(facts);
    const lease = await servers.acquire(plan(), { listener, stamp: built });
    const { pid, urls } = lease;
    assert.equal(await readOutputStamp(facts), built);
    const source = fixture.path('BlazorApp', 'Calc.cs');
    await writeFile(source, `${await readFile(source, 'utf8')}\npublic class Added;\n`);
    await fixture.run('build', '--no-restore', facts.path);
    const again = await servers.acquire(plan(), { stamp: await readOutputStamp(facts) });
    assert.notEqual(again.pid, pid);
    assert.deepEqual(again.urls, urls);
    assert.deepEqual(listener.restarts, [again.pid]);
    const served = await page(urls[0], '_framework/BlazorApp.wasm');
    assert.ok(served.body.includes('Added'));
    await untilGone([knownPid(pid)]);
  },
);

test('a killed dev server is reported to its user', limit, async (context) => {
  const lease = await new ServerFixture(context).acquire(plan());
  process.kill(knownPid(lease.pid), 'SIGKILL');
  if (process.platform !== 'win32') assert.deepEqual(await lease.ended, { exitCode: 137 });
  if (isLinux) assert.deepEqual(fixture.processes(), []);
});

test("a profile's address that another server uses is named", limit, async (context) => {
  const servers = new ServerFixture(context);
  const { urls } = await servers.acquire(plan());
  const profiles = await readLaunchProfiles(facts.path);
  const entry = profiles.find(({ name }) => name === 'http');
  assert.ok(entry?.kind === 'profile');
  const { profile } = entry;
  const taken = planServer(
    facts,
    { ...profile, applicationUrl: urls },
    { env: [] },
    fixture.dotnet.launchContext,
  );
  const error = await servers.failure(taken);
  assert.equal(error.code, 'PortTaken');
  assert.match(error.message, /launch profile http/);
  // The server reports this itself, where there was no earlier check.
  const unseen = await servers.failure({ ...taken, urls: 'any' });
  assert.equal(unseen.message, error.message);
});

const onLinux = { ...limit, skip: isLinux ? false : 'certificates are in a store of the system' };

test(
  'reports a missing development certificate and how to create one',
  onLinux,
  async (context) => {
    const servers = new ServerFixture(context);
    const env = { ASPNETCORE_URLS: 'https://127.0.0.1:0', HOME: fixture.path('tmp') };
    const error = await servers.failure(plan(env));
    assert.equal(error.code, 'CertificateMissing');
  },
);

test('a dev server that was not built is not started', limit, async (context) => {
  const targetPath = fixture.path('none', 'BlazorApp.dll');
  assert.equal(existsSync(targetPath), false);
  const missing = planServer(
    { ...facts, targetPath },
    undefined,
    { env: [] },
    fixture.dotnet.launchContext,
  );
  assert.equal((await new ServerFixture(context).failure(missing)).code, 'ProgramNotFound');
});
