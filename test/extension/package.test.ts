// What the VSIX contains, and what its programs load when they start.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packagedExtension } from '../../tools/editor/built.ts';
import { readZipNames } from '../../tools/fixtures/zipNames.ts';
import { projectFolder } from '../../tools/setup/node.mjs';

interface Output {
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

const { outputs } = JSON.parse(readFileSync(join(projectFolder, 'dist', 'meta.json'), 'utf8')) as {
  readonly outputs: Readonly<Record<string, Output>>;
};

/** Returns the built files that a built file loads before it does anything, and the file itself. */
function loadedFiles(file: string): readonly string[] {
  const loaded = new Set([file]);
  for (const name of loaded) {
    for (const { kind, path } of outputs[name]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) loaded.add(path);
    }
  }
  return [...loaded];
}

/** Returns the modules that a built file loads before it does anything. */
function loadedModules(file: string): readonly string[] {
  return loadedFiles(file).flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
}

/** Returns the built file of a module that is imported on demand. */
function chunkOf(module: string): string {
  const found = Object.entries(outputs).find(([, output]) => module in output.inputs);
  assert.ok(found, `${module} is not built`);
  return found[0];
}

function loadedFrom(file: string, folders: readonly string[]): readonly string[] {
  return loadedModules(file).filter((module) =>
    folders.some((folder) => module.startsWith(folder)),
  );
}

test('the VSIX has all that its programs load, and less than 900 KB', () => {
  const content = readFileSync(packagedExtension);
  assert.ok(content.length < 900 * 1024, `${content.length} bytes`);
  const files = new Set(readZipNames(content));
  const built = Object.keys(outputs);
  assert.ok(built.length > 10, `${built.length} files`);
  const others = ['dist/watchdog.js', 'dist/pageView.js', 'media/inspectorPreload.cjs'];
  const needed = [...built, ...others, 'package.json', 'package.nls.json', 'l10n/bundle.l10n.json'];
  assert.deepEqual(
    needed.filter((file) => !files.has(`extension/${file}`)),
    [],
  );
});

test('the extension and the command share their code', () => {
  const places = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const module of Object.keys(inputs)) places.set(module, (places.get(module) ?? 0) + 1);
  }
  assert.deepEqual(
    [...places].filter(([, count]) => count > 1),
    [],
  );
});

test('the extension starts without what only some windows need', () => {
  const unneeded = [
    'node_modules/yaml/',
    'node_modules/@peculiar/',
    'src/browser/view/',
    'src/cli/',
  ];
  assert.deepEqual(loadedFrom('dist/extension.js', unneeded), []);
});

test('the extension starts with few files', () => {
  const files = loadedFiles('dist/extension.js');
  assert.ok(files.length <= 25, `${files.length} files`);
});

test('launches of apps, their pages and the resource API load when they are first used', () => {
  const later = [
    'src/api/client/',
    'src/api/discovery/',
    'src/api/remote/',
    'src/api/verbs/',
    'src/apps/appLaunch.ts',
    'src/apps/pages/',
    'src/wasm/debugProxy/evaluation/',
    'src/wasm/debugProxy/relay/',
  ];
  assert.deepEqual(loadedFrom('dist/extension.js', later), []);
  for (const module of ['src/api/api.ts', 'src/vscode/run/editorAppLaunch.ts']) chunkOf(module);
});

test('views, logs and tools load when they are first used', () => {
  const later = [
    'node_modules/@modelcontextprotocol/',
    'src/host/tools/tools.ts',
    'src/vscode/languageModels/windowToolHost.ts',
    'src/vscode/ui/openSample.ts',
    'src/wasm/diagnosis/diagnose.ts',
    'src/wasm/diagnosis/gather.ts',
    'src/vscode/ui/sessionDetails/describeSession.ts',
    'src/vscode/ui/sessionLog/logTerminal.ts',
    'src/vscode/ui/sessionLog/wholeLog.ts',
    'src/vscode/ui/sessionTree/sessionTree.ts',
    'src/vscode/ui/sessionTree/workspaceKind.ts',
  ];
  assert.deepEqual(loadedFrom('dist/extension.js', later), []);
  // They are loaded at some time: the paths are right.
  for (const module of later.filter((path) => path.endsWith('.ts'))) chunkOf(module);
});

test('a command loads only its own part', () => {
  const host = ['src/api/', 'src/host/sessionHost', 'src/sessions/', 'src/launch/'];
  assert.deepEqual(loadedFrom('dist/cli.js', ['node_modules/zod/', ...host]), []);
  const serve = chunkOf('src/cli/serve.ts');
  assert.deepEqual(loadedFrom(serve, ['node_modules/yaml/', 'node_modules/@peculiar/']), []);
});
