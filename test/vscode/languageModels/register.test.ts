import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { lm } from '../../../tools/fixtures/editorStandIn.ts';
import manifest from '../../../package.json' with { type: 'json' };
import type {
  LanguageModelTool,
  McpServerProvider,
} from '../../../src/vscode/languageModels/newerApi.ts';

const { registerTools } = await import('../../../src/vscode/languageModels/registerTools.ts');
const { registerMcpServer } =
  await import('../../../src/vscode/languageModels/registerMcpServer.ts');

/** What was registered, until it is disposed of. */
const registered = new Map<string, unknown>();
/** Whether the host was asked for. */
let isOpened = false;

function register(name: string, value: unknown): { dispose(): void } {
  registered.set(name, value);
  return { dispose: () => void registered.delete(name) };
}

/** Returns what a value of the editor's API was made of. */
function getParts(value: unknown): readonly unknown[] {
  return (value as { readonly parts: readonly unknown[] }).parts;
}

const extension = { packageJSON: manifest } as never;
const owner = {
  host: async () => {
    isOpened = true;
  },
};
const dependencies = { owner } as never;
const context = {
  extension: { packageJSON: manifest },
  asAbsolutePath: (path: string) => `/extension/${path}`,
} as never;

beforeEach(() => {
  isOpened = false;
  registered.clear();
  for (const name of Object.keys(lm)) delete lm[name];
});

test('editors without the API get no tools and no server', () => {
  registerTools(extension, dependencies).dispose();
  registerMcpServer(context, owner as never).dispose();
  assert.equal(registered.size, 0);
});

test('each contributed tool is registered until the extension is disposed of', () => {
  lm['registerTool'] = register;
  const registration = registerTools(extension, dependencies);
  const names = manifest.contributes.languageModelTools.map(({ name }) => name);
  assert.deepEqual([...registered.keys()], names);
  registration.dispose();
  assert.equal(registered.size, 0);
});

test('the editor shows the question of a tool before it is called', async () => {
  lm['registerTool'] = register;
  registerTools(extension, dependencies);
  const stop = registered.get('ide_session_stop') as LanguageModelTool;
  const shown = await stop.prepareInvocation({ input: { session: 'shop' } });
  assert.equal(shown.invocationMessage, 'Stop IDE Session');
  const { message, title } = shown.confirmationMessages;
  assert.equal(title, 'Stop an IDE session?');
  assert.equal((message as { readonly value: string }).value, 'The program of `shop` is ended.');
  await assert.rejects(stop.prepareInvocation({ input: {} }), { code: 'ToolInputInvalid' });
  assert.equal(isOpened, false);
});

test('the server runs the command against this window, which opens its host first', async () => {
  lm['registerMcpServerDefinitionProvider'] = register;
  registerMcpServer(context, owner as never);
  const [contributed] = manifest.contributes.mcpServerDefinitionProviders;
  const provider = registered.get(contributed?.id ?? '') as McpServerProvider<object>;
  const [server] = provider.provideMcpServerDefinitions();
  assert.deepEqual(getParts(server), [
    'IDE Session Host',
    process.execPath,
    ['/extension/dist/cli.js', 'mcp', '--host', String(process.pid)],
    { ELECTRON_RUN_AS_NODE: '1' },
    manifest.version,
  ]);
  assert.equal(isOpened, false);
  assert.equal(await provider.resolveMcpServerDefinition(server ?? assert.fail()), server);
  assert.equal(isOpened, true);
});
