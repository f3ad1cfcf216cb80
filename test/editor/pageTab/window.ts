import { cp, readFile, realpath } from 'node:fs/promises';
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
  /** Serves a page without .NET. */
  readonly plain: StaticServer;
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
  const clientUrl = await createShop(join(workspace, 'Shop'));
  const plain = await startStaticServer(join(fixtures, 'pageTab'));
  afterTest(context, () => plain.close());
  const editor = await startEditor({
    packages: [packagedExtension],
    workspace,
    settings,
    environment: buildEnvironment,
  });
  afterTest(context, async () => void (await editor.close()));
  return { editor, workspace, clientUrl, plain };
}

/** Creates the SDK's client with the page /order; returns its address. */
async function createShop(client: string): Promise<string> {
  await createFromTemplate('client', 'Shop', client);
  await useFreePorts(client);
  await cp(join(fixtures, 'pageTab', 'Order.razor'), join(client, 'Pages', 'Order.razor'));
  const link = '\n<p><a id="order" href="order">Order</a></p>\n';
  await replaceIn(join(client, 'Pages', 'Counter.razor'), '</h1>', `</h1>\n${link}`);
  const launchSettings = join(client, 'Properties', 'launchSettings.json');
  const { profiles } = JSON.parse(await readFile(launchSettings, 'utf8')) as {
    profiles: { http: { applicationUrl: string } };
  };
  return profiles.http.applicationUrl;
}
