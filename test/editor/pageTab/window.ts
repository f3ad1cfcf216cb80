import { cp, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { projectFolder } from '../../../tools/setup/node.mjs';
import { buildEnvironment } from '../../../tools/start/sample.ts';
import { createFromTemplate } from '../../../tools/start/templates.ts';
import { packagedExtension } from '../../../tools/editor/built.ts';
import { type Editor, startEditor } from '../../../tools/editor/editor.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { useFreePorts } from '../../../tools/fixtures/dotnet/blazorProjects.ts';
import { replaceIn } from '../../../tools/fixtures/replaceIn.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { type StaticServer, startStaticServer } from '../../../tools/fixtures/web/staticServer.ts';

const fixtures = join(projectFolder, 'test', 'fixtures');

/** An editor whose workspace has a client. */
export interface PageTabWindow {
  readonly editor: Editor;
  readonly workspace: string;
  /** The address of the client's server, without a slash at the end. */
  readonly clientUrl: string;
  /** Serves a page that does nothing. */
  readonly plain: StaticServer;
  /** The folder that the user chooses for downloads. */
  readonly downloads: string;
}

const settings = {
  'breadcrumbs.enabled': false,
  'debug.internalConsoleOptions': 'neverOpen',
  'editor.scrollBeyondLastLine': false,
  'window.commandCenter': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // A machine with a display behaves like one without.
  'ideSessionHost.blazor.headless': 'always',
};

/** Opens the window, which is closed after the test. */
export async function openPageTabWindow(context: TestContext): Promise<PageTabWindow> {
  const root = await realpath(await temporaryFolder(context));
  const workspace = join(root, 'workspace');
  const downloads = join(root, 'downloads');
  await mkdir(downloads);
  const clientUrl = await createShop(join(workspace, 'Shop'));
  const plain = await serve(context, 'pageTab');
  await writeFile(join(workspace, 'recipe.txt'), 'Steep for a minute.');
  const editor = await startEditor({
    packages: [packagedExtension],
    workspace,
    settings,
    environment: buildEnvironment,
  });
  afterTest(context, async () => void (await editor.close()));
  return { editor, workspace, clientUrl, plain, downloads };
}

async function serve(context: TestContext, name: string): Promise<StaticServer> {
  const server = await startStaticServer(join(fixtures, name));
  afterTest(context, () => server.close());
  return server;
}

/** Creates the SDK's client with the page /order; returns its address. */
async function createShop(client: string): Promise<string> {
  await createFromTemplate('client', 'Shop', client);
  await useFreePorts(client);
  const pageTab = join(fixtures, 'pageTab');
  await cp(join(pageTab, 'Order.razor'), join(client, 'Pages', 'Order.razor'));
  for (const name of ['receipt.txt', 'terms.html']) {
    await cp(join(pageTab, name), join(client, 'wwwroot', name));
  }
  const link = '\n<p><a id="order" href="order">Order</a></p>\n';
  await replaceIn(join(client, 'Pages', 'Counter.razor'), '</h1>', `</h1>\n${link}`);
  const launchSettings = join(client, 'Properties', 'launchSettings.json');
  const { profiles } = JSON.parse(await readFile(launchSettings, 'utf8')) as {
    profiles: { http: { applicationUrl: string } };
  };
  return profiles.http.applicationUrl;
}
