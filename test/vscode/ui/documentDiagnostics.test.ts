import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setLanguage } from '../../../src/common/localization.ts';
import { TextDocument } from '../../../tools/fixtures/editor/textDocuments.ts';
import { editor, workspace } from '../../../tools/fixtures/editorStandIn.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

const { DocumentDiagnostics } = await import('../../../src/vscode/ui/documentDiagnostics.ts');

const launchJson = '/shop/.vscode/launch.json';
const valid = JSON.stringify({ configurations: [] });
const wrong = JSON.stringify({ configurations: [{ type: 'ide-session', request: 'run' }] });

/** Creates the folder `shop` of the workspace. */
async function openFolder(context: TestContext): Promise<string> {
  const folder = await temporaryFolder(context);
  workspace.workspaceFolders = [{ name: 'shop', uri: { fsPath: folder } }];
  const { getWorkspaceFolder } = workspace;
  workspace.getWorkspaceFolder = () => workspace.workspaceFolders?.[0];
  context.after(() =>
    Object.assign(workspace, { workspaceFolders: undefined, getWorkspaceFolder }),
  );
  return folder;
}

/** The problems of an editor in which these documents are open. */
async function open(context: TestContext, ...documents: readonly TextDocument[]) {
  const clock = new ManualClock();
  workspace.textDocuments = documents;
  const diagnostics = new DocumentDiagnostics({ types: {} as never, clock });
  context.after(() => {
    diagnostics.dispose();
    workspace.textDocuments = [];
  });
  const collection = editor.diagnostics.at(-1);
  assert.ok(collection !== undefined);
  await turn();
  return { clock, collection, diagnostics };
}

test('a problem is shown at its value, with its path, until the document is closed', async (context) => {
  const document = new TextDocument(launchJson, wrong);
  const { collection } = await open(context, document);
  const [first] = collection.shown.get(launchJson) ?? [];
  assert.ok(first !== undefined);
  assert.match(first.message, /^configurations\[0\]\.request: /);
  assert.equal(wrong.slice(first.range.start, first.range.end), '"run"');
  assert.equal(first.source, 'IDE Session Host');
  document.close();
  assert.equal(collection.shown.size, 0);
});

test('a syntax error is shown without a path', async (context) => {
  const { collection } = await open(context, new TextDocument(launchJson, '{'));
  const [first] = collection.shown.get(launchJson) ?? [];
  assert.match(first?.message ?? '', /^close brace expected$/);
});

test('what the parser and schemas find is shown in the language of the user', async (context) => {
  setLanguage((text) => `‹${text}›`);
  context.after(() => setLanguage((text) => text));
  const documents = ['{', '{ "configurations": ["a }', wrong].map(
    (text, index) => new TextDocument(`/shop${index}/.vscode/launch.json`, text),
  );
  const { collection } = await open(context, ...documents);
  const shown = documents.map(({ uri }) => collection.shown.get(uri.fsPath)?.at(0)?.message);
  assert.deepEqual(shown.slice(0, 2), ['‹close brace expected›', '‹unexpected end of string›']);
  assert.match(
    shown[2] ?? '',
    /^configurations\[0\]\.request: ‹Invalid discriminator value\. .*›$/,
  );
});

test('other documents are left alone', async (context) => {
  const document = new TextDocument('/shop/launch.json', wrong);
  const { clock, collection } = await open(context, document);
  document.type('{');
  document.save();
  assert.equal(clock.pending, 0);
  assert.equal(collection.shown.size, 0);
});

test('a document is checked when it is opened, and after a pause in typing', async (context) => {
  const { clock, collection } = await open(context);
  const document = new TextDocument(launchJson, valid);
  document.open();
  await turn();
  assert.deepEqual(collection.shown.get(launchJson), []);
  document.type(wrong);
  clock.advance(299);
  document.type(`${wrong} `);
  clock.advance(299);
  await turn();
  assert.deepEqual(collection.shown.get(launchJson), []);
  clock.advance(1);
  await turn();
  assert.equal(collection.shown.get(launchJson)?.length, 1);
});

test('two documents that are typed in do not wait for each other', async (context) => {
  const settings = '/shop/Properties/launchSettings.json';
  const first = new TextDocument(launchJson, valid);
  const second = new TextDocument(settings, '{}');
  const { clock, collection } = await open(context, first, second);
  first.type(wrong);
  clock.advance(200);
  second.type('{');
  clock.advance(100);
  await turn();
  assert.equal(collection.shown.get(launchJson)?.length, 1);
  clock.advance(200);
  await turn();
  assert.equal(collection.shown.get(settings)?.length, 1);
});

test('what was found in a text that has changed since is not shown', async (context) => {
  const { collection } = await open(context);
  const document = new TextDocument(launchJson, wrong);
  document.open();
  document.type(valid);
  await turn();
  assert.equal(collection.shown.has(launchJson), false);
});

test('a closed document has no problems, even if it is being checked', async (context) => {
  const { clock, collection } = await open(context);
  for (const isTyping of [false, true]) {
    const document = new TextDocument(launchJson, wrong);
    document.open();
    if (isTyping) document.type(`${wrong} `);
    document.close();
    assert.equal(clock.pending, 0);
    await turn();
    assert.equal(collection.shown.has(launchJson), false);
  }
});

test('nothing is shown any more when the extension is turned off', async (context) => {
  const { clock, collection, diagnostics } = await open(context);
  const document = new TextDocument(launchJson, wrong);
  document.open();
  const other = new TextDocument('/other/.vscode/launch.json', wrong);
  other.type(valid);
  diagnostics.dispose();
  assert.equal(clock.pending, 0);
  await turn();
  assert.equal(collection.shown.size, 0);
});

test('a launch.json is checked again when the launch settings it names are saved', async (context) => {
  const folder = await openFolder(context);
  await mkdir(join(folder, 'Properties'));
  await writeFile(join(folder, 'Shop.csproj'), '<Project />');
  const settings = join(folder, 'Properties/launchSettings.json');
  await writeFile(settings, '{ "profiles": {} }');
  const project = '${workspaceFolder:shop}/Shop.csproj';
  const entry = { type: 'ide-session', request: 'launch', name: 'Shop', project };
  const text = JSON.stringify({ configurations: [{ ...entry, launchProfile: 'https' }] });
  const file = join(folder, '.vscode/launch.json');
  const { collection } = await open(context, new TextDocument(file, text));
  await until('the profile is missing', () => collection.shown.get(file)?.length === 1);
  await writeFile(settings, '{ "profiles": { "https": { "commandName": "Project" } } }');
  new TextDocument(settings, '').save();
  await until('the profile is found', () => collection.shown.get(file)?.length === 0);
});

test('a problem is shown in the language of the user, with its reason', async (context) => {
  const folder = await openFolder(context);
  await writeFile(join(folder, 'Shop.csproj'), '<Project />');
  setLanguage((text) => `‹${text}›`);
  context.after(() => setLanguage((text) => text));
  const entry = { type: 'ide-session', request: 'launch', name: 'Shop' };
  const text = JSON.stringify({
    configurations: [
      { ...entry, project: '${workspaceFolder}/Shop.csproj', launchProfile: 'https' },
      { ...entry, project: '/gone/Shop.csproj' },
    ],
  });
  const { collection } = await open(context, new TextDocument(launchJson, text));
  await until('it has been checked', () => collection.shown.has(launchJson));
  const shown = collection.shown.get(launchJson) ?? [];
  const reason = "‹it has no profile named 'https'›";
  assert.deepEqual(
    shown.map(({ message }) => message),
    [
      `configurations[0].launchProfile: ‹the project would run without a launch profile: ${reason}›`,
      'configurations[1].project: ‹/gone/Shop.csproj does not exist›',
    ],
  );
});
