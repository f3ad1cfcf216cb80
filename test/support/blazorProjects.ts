import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { freePort } from './freePort.ts';
import { replaceIn } from './replaceIn.ts';
import { type Framework, retarget } from './retarget.ts';
import { createFromTemplate } from '../../scripts/start/templates.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');
const adder = join(fixtures, 'adder');
const visit = join(fixtures, 'visit');

const visitReferences = `  <ItemGroup>
    <ProjectReference Include="../Visited/Visited.csproj" />
    <BlazorWebAssemblyLazyLoad Include="Visited.wasm" />
  </ItemGroup>
</Project>`;

/**
 * Creates a stand-alone client from the SDK's template, in a folder of its name, on free ports. Its first
 * page has the component Adder, which calls the class Calc.
 */
export async function createClient(folder: string, framework?: Framework): Promise<void> {
  await createFromTemplate('client', basename(folder), folder);
  if (framework !== undefined) await retarget(folder, framework);
  await completeClient(folder);
}

/** Creates a client as `createClient` does, from the template with a service worker. */
export async function createOfflineClient(folder: string): Promise<void> {
  await createFromTemplate('offline client', basename(folder), folder);
  await completeClient(folder);
}

async function completeClient(folder: string): Promise<void> {
  await addAdder(folder, join(folder, 'Pages', 'Home.razor'));
  await useFreePorts(folder);
}

/**
 * Creates a server with a client from the SDK's template: projects NAME and NAME.Client in a folder NAME, on
 * free ports. Its first page has the component Adder, which runs in the client and calls its class Calc.
 */
export async function createServedClient(
  folder: string,
  mode: 'WebAssembly' | 'Auto',
): Promise<void> {
  const name = basename(folder);
  await createFromTemplate(`${mode} app`, name, folder);
  const client = join(folder, `${name}.Client`);
  const server = join(folder, name);
  await addAdder(client, join(server, 'Components', 'Pages', 'Home.razor'));
  await prepend(join(client, 'Adder.razor'), `@rendermode Interactive${mode}\n`);
  await useFreePorts(server);
}

/**
 * Adds the component Visit to the first page of a client, whose button loads the assembly of the library
 * Visited and calls it. The library is put beside the client.
 */
export async function addVisit(folder: string): Promise<void> {
  await cp(join(visit, 'Visit.razor'), join(folder, 'Visit.razor'));
  await cp(join(visit, 'Visited'), join(folder, '..', 'Visited'), { recursive: true });
  await replaceIn(join(folder, 'Pages', 'Home.razor'), '<Adder />', '<Adder /><Visit />');
  await replaceIn(join(folder, `${basename(folder)}.csproj`), '</Project>', visitReferences);
}

async function addAdder(client: string, page: string): Promise<void> {
  await cp(adder, client, { recursive: true });
  await replaceIn(page, 'Welcome to your new app.', '<Adder />');
}

interface LaunchSettings {
  readonly profiles: Record<string, { applicationUrl: string }>;
}

/** Gives the launch profiles of a new project free ports, since all copies of it have the same. */
export async function useFreePorts(project: string): Promise<void> {
  const file = join(project, 'Properties', 'launchSettings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as LaunchSettings;
  for (const profile of Object.values(settings.profiles)) {
    const addresses = profile.applicationUrl.split(';').map(async (address) => {
      const url = new URL(address);
      url.port = String(await freePort());
      return url.origin;
    });
    profile.applicationUrl = (await Promise.all(addresses)).join(';');
  }
  await writeFile(file, JSON.stringify(settings, undefined, 2));
}

async function prepend(file: string, text: string): Promise<void> {
  await writeFile(file, text + (await readFile(file, 'utf8')));
}
