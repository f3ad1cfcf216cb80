// From `aspire run` to all resources running, with and without the headless host.

import { rm } from 'node:fs/promises';
import { aspireRun, launchAppHost, throughHost } from '../../fixtures/aspire/appHost.ts';
import { copyFixture, writeClient, writeWebProject } from '../../fixtures/aspire/appHostFolder.ts';
import { DotnetFixture } from '../../fixtures/dotnet/dotnetFixture.ts';
import { quantile, ratioAtMost, type Result, result } from '../support/results.ts';

const rounds = 3;
const maxRatio = 1.1;
const projects = ['project1', 'project2', 'project3'];

/** The medians of both, with plain projects only and with a Blazor client too. */
export async function measureAspireRun(): Promise<Result[]> {
  const fixture = await makeFixture();
  try {
    const withoutClient = await compare(fixture, projects, '3 .NET projects');
    await writeClient(fixture);
    const all = [...projects, 'client'];
    return [
      withoutClient,
      await compare(fixture, all, '3 .NET projects and a stock Blazor client'),
    ];
  } finally {
    await shutDownServers(fixture);
    await fixture.remove();
  }
}

async function makeFixture(): Promise<DotnetFixture> {
  const fixture = await DotnetFixture.make();
  // The users' default: build servers are kept for the next build.
  delete fixture.environment['MSBUILDDISABLENODEREUSE'];
  delete fixture.environment['DOTNET_CLI_USE_MSBUILD_SERVER'];
  fixture.environment['UseSharedCompilation'] = 'true';
  await copyFixture(fixture, 'AppHost');
  for (const name of projects) await writeWebProject(fixture, name);
  return fixture;
}

async function compare(
  fixture: DotnetFixture,
  resources: readonly string[],
  what: string,
): Promise<Result> {
  const ours: number[] = [];
  const plain: number[] = [];
  // The first run is not counted, since caches are cold.
  await timeOfRun(fixture, resources, aspireRun(fixture));
  for (let round = 0; round < rounds; round++) {
    ours.push(await timeOfRun(fixture, resources, throughHost(aspireRun(fixture))));
    plain.push(await timeOfRun(fixture, resources, aspireRun(fixture)));
  }
  const name = `\`aspire run\` to all resources running, ${what}, next to the same without us, p50`;
  return result(name, quantile(ours, 0.5), quantile(plain, 0.5), ratioAtMost(maxRatio));
}

/**
 * The time from the command until all resources respond, with nothing built and no build server
 * running.
 */
async function timeOfRun(
  fixture: DotnetFixture,
  resources: readonly string[],
  commandLine: readonly string[],
): Promise<number> {
  await shutDownServers(fixture);
  for (const folder of ['AppHost', 'Client', ...projects]) {
    for (const made of ['bin', 'obj']) {
      await rm(fixture.path(folder, made), { recursive: true, force: true });
    }
  }
  const begun = performance.now();
  const appHost = await launchAppHost(fixture, { resources, commandLine });
  try {
    await Promise.all(resources.map((resource) => appHost.answer(resource)));
    return performance.now() - begun;
  } finally {
    await shutDownServers(fixture);
    await appHost.end();
  }
}

async function shutDownServers(fixture: DotnetFixture): Promise<void> {
  await fixture.run('build-server', 'shutdown');
}
