import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { createClient } from '../../../tools/fixtures/dotnet/blazorProjects.ts';
import { freePort } from '../../../tools/fixtures/freePort.ts';
import { replaceIn } from '../../../tools/fixtures/replaceIn.ts';
import type { Framework } from '../../../tools/fixtures/dotnet/retarget.ts';

/** Sources of unbuilt Blazor clients, each with its own ports. */
export interface BlazorWorkspace {
  /** The folder to open, which has the client BlazorApp. */
  readonly folder: string;
  /** The folder of another client, Second, which is in no open window. */
  readonly second: string;
}

/** How a workspace is created. */
export interface BlazorWorkspaceOptions {
  /** The clients' target framework; net10.0 by default. */
  readonly framework?: Framework | undefined;
  /**
   * The real path of the folder to open, below the test's folder; it is opened through a symbolic
   * link.
   */
  readonly linkedTo?: string | undefined;
}

/** Creates clients in a folder that is removed after the test. */
export async function makeBlazorWorkspace(
  context: TestContext,
  { framework, linkedTo }: BlazorWorkspaceOptions = {},
): Promise<BlazorWorkspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'editor-blazor-')));
  afterTest(context, () => rm(root, { recursive: true, force: true, maxRetries: 10 }));
  const folder = join(root, 'workspace');
  if (linkedTo !== undefined) {
    await mkdir(join(root, linkedTo), { recursive: true });
    await symlink(join(root, linkedTo), folder);
  }
  const second = join(root, 'Second');
  for (const client of [join(folder, 'BlazorApp'), second]) {
    await createClient(client, framework);
    await addProfile(client);
    await addScript(client);
    await addSteps(client);
  }
  return { folder, second };
}

/** Adds the launch profiles "other" and "secure", which has no http address. */
async function addProfile(client: string): Promise<void> {
  const file = join(client, 'Properties', 'launchSettings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as { profiles: object };
  const other = {
    commandName: 'Project',
    applicationUrl: `http://127.0.0.1:${await freePort()}`,
    environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Development' },
  };
  const secure = { ...other, applicationUrl: `https://localhost:${await freePort()}` };
  settings.profiles = { ...settings.profiles, other, secure };
  await writeFile(file, JSON.stringify(settings));
}

/** Adds a button "greet" that runs JavaScript. */
async function addScript(client: string): Promise<void> {
  await writeFile(join(client, 'wwwroot', 'greeting.js'), greeting);
  await replaceIn(
    join(client, 'wwwroot', 'index.html'),
    '<div id="app">',
    '<button id="greet" onclick="greet(\'you\')">Greet</button>\n    <script src="greeting.js"></script>\n    <div id="app">',
  );
}

/**
 * Adds the page /steps, whose handlers are stepped through, and the script that one of them calls.
 */
async function addSteps(client: string): Promise<void> {
  await cp(join(import.meta.dirname, '..', '..', 'fixtures', 'steps'), client, { recursive: true });
  await replaceIn(
    join(client, 'wwwroot', 'index.html'),
    '<div id="app">',
    '<script src="shout.js"></script>\n    <div id="app">',
  );
}

const greeting = `function greet(name) {
  const text = 'Hello, ' + name;
  document.title = text;
}
`;
