import { once } from 'node:events';
import { cp, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { projectFolder } from '../../scripts/setup/node.mjs';
import { afterTest } from '../support/afterTest.ts';

const fixture = join(projectFolder, 'test', 'fixtures', 'BlazorApp');

/** Sources of Blazor clients, not built yet, each at ports of its own. */
export interface BlazorWorkspace {
  /** The folder to open, which has the client BlazorApp. */
  readonly folder: string;
  /** The folder of another client, Second, which no window has opened. */
  readonly second: string;
}

/** Copies the fixtures into a folder that goes with the test. */
export async function makeBlazorWorkspace(context: TestContext): Promise<BlazorWorkspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'editor-blazor-')));
  afterTest(context, () => rm(root, { recursive: true, force: true, maxRetries: 10 }));
  const folder = join(root, 'workspace');
  await copyClient(join(folder, 'BlazorApp'));
  const second = join(root, 'Second');
  await copyClient(second);
  await rename(join(second, 'BlazorApp.csproj'), join(second, 'Second.csproj'));
  await replaceIn(
    join(second, 'Second.csproj'),
    '<OutputType>',
    '<RootNamespace>BlazorApp</RootNamespace>\n    <OutputType>',
  );
  return { folder, second };
}

async function copyClient(folder: string): Promise<void> {
  const isSource = (path: string): boolean => !/[\\/](bin|obj)([\\/]|$)/.test(path);
  await cp(fixture, folder, { recursive: true, filter: isSource });
  const settings = { profiles: { http: await profile(), other: await profile() } };
  await writeFile(join(folder, 'Properties', 'launchSettings.json'), JSON.stringify(settings));
  await writeFile(join(folder, 'wwwroot', 'greeting.js'), greeting);
  await replaceIn(
    join(folder, 'wwwroot', 'index.html'),
    '<div id="app">',
    '<button id="greet" onclick="greet(\'you\')">Greet</button>\n    <script src="greeting.js"></script>\n    <div id="app">',
  );
}

const greeting = `function greet(name) {
  const text = 'Hello, ' + name;
  document.title = text;
}
`;

async function profile(): Promise<object> {
  return {
    commandName: 'Project',
    applicationUrl: `http://127.0.0.1:${await freePort()}`,
    launchBrowser: true,
    environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Development' },
  };
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function replaceIn(file: string, what: string, by: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(what)) throw new Error(`${file} has no ${what}.`);
  await writeFile(file, text.replace(what, by));
}
