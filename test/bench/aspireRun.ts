// From `aspire run` to all resources running, through the headless host and without it.

import { rm } from 'node:fs/promises';
import { aspireRun, launchAppHost, throughHost } from '../aspire/appHost.ts';
import { copyFixture, writeClient, writeWebProject } from '../aspire/appHostFolder.ts';
import { DotnetRoom } from '../support/dotnet.ts';
import { quantile, ratioAtMost, type Result, result } from './results.ts';

const rounds = 3;
const maxRatio = 1.1;
const projects = ['project1', 'project2', 'project3'];

/** The medians of both, with plain projects only and with a Blazor client too. */
export async function measureAspireRun(): Promise<Result[]> {
  const room = await makeRoom();
  try {
    const withoutClient = await compare(room, projects, '3 .NET projects');
    await writeClient(room);
    const all = [...projects, 'client'];
    return [withoutClient, await compare(room, all, '3 .NET projects and a stock Blazor client')];
  } finally {
    await shutDownServers(room);
    await room.remove();
  }
}

async function makeRoom(): Promise<DotnetRoom> {
  const room = await DotnetRoom.make();
  // As users have it: what a build has started serves the next.
  delete room.environment['MSBUILDDISABLENODEREUSE'];
  delete room.environment['DOTNET_CLI_USE_MSBUILD_SERVER'];
  room.environment['UseSharedCompilation'] = 'true';
  await copyFixture(room, 'AppHost');
  for (const name of projects) await writeWebProject(room, name);
  return room;
}

async function compare(
  room: DotnetRoom,
  resources: readonly string[],
  what: string,
): Promise<Result> {
  const ours: number[] = [];
  const plain: number[] = [];
  // What is first only is not to be counted.
  await timeOfRun(room, resources, aspireRun(room));
  for (let round = 0; round < rounds; round++) {
    ours.push(await timeOfRun(room, resources, throughHost(aspireRun(room))));
    plain.push(await timeOfRun(room, resources, aspireRun(room)));
  }
  const name = `\`aspire run\` to all resources running, ${what}, next to the same without us, p50`;
  return result(name, quantile(ours, 0.5), quantile(plain, 0.5), ratioAtMost(maxRatio));
}

/** How long it takes from the command until all resources answer, with nothing built and no build server running. */
async function timeOfRun(
  room: DotnetRoom,
  resources: readonly string[],
  commandLine: readonly string[],
): Promise<number> {
  await shutDownServers(room);
  for (const folder of ['AppHost', 'Client', ...projects]) {
    for (const made of ['bin', 'obj']) {
      await rm(room.path(folder, made), { recursive: true, force: true });
    }
  }
  const begun = performance.now();
  const appHost = await launchAppHost(room, { resources, commandLine });
  try {
    await Promise.all(resources.map((resource) => appHost.answer(resource)));
    return performance.now() - begun;
  } finally {
    await shutDownServers(room);
    await appHost.end();
  }
}

async function shutDownServers(room: DotnetRoom): Promise<void> {
  await room.run('build-server', 'shutdown');
}
