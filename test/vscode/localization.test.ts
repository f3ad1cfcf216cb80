// Texts that the editor shows are translated.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow } from '../../tools/checks/files.ts';
import { findBypasses } from '../../tools/localization/bypasses.ts';
import { collectTexts } from '../../tools/localization/collect.ts';
import { parseSources } from '../../tools/localization/parse.ts';
import { projectFolder } from '../../tools/setup/node.mjs';

/** Returns the problems of files, whose texts are given by their paths. */
function bypassesIn(sources: ReadonlyMap<string, string>): readonly string[] {
  const problems: string[] = [];
  parseSources(sources, (path, file) => problems.push(...findBypasses(path, file)));
  return problems;
}

function textsIn(source: string): readonly string[] {
  const texts: string[] = [];
  parseSources(new Map([['src/a.ts', source]]), (path, file) =>
    texts.push(...collectTexts(path, file)),
  );
  return texts;
}

test('no text that users see in the editor bypasses localize', () => {
  const inEditor = filesBelow('src/vscode', '.ts').filter(
    (path) => path !== 'src/vscode/errors.ts' && !path.endsWith('.d.ts'),
  );
  // The editor shows what they find.
  const reports = ['diagnose', 'explainUnbound', 'report'].map(
    (name) => `src/wasm/diagnosis/${name}.ts`,
  );
  const folders = ['src/wasm/diagnosis/checks', 'src/browser/view'];
  const shown = folders.flatMap((folder) => filesBelow(folder, '.ts'));
  const files = [...inEditor, ...shown, ...reports];
  assert.ok(files.length > 50, `${files.length} files`);
  const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');
  assert.deepEqual(bypassesIn(new Map(files.map((path) => [path, read(path)]))), []);
});

test('a literal text is found wherever it is shown', () => {
  const shown = [
    `void showError('Failed');`,
    'void showWarning(`${name} says`);',
    `pick.placeholder = isOne ? localize('Select it') : 'Select one';`,
    `const answer = 'Leave'; void showInformation(localize('Leave?'), answer);`,
    `items.push({ label: '$(gear) Settings' });`,
    `void withProgress({ title: 'Searching' }, run);`,
    `choose(items, 'Select a session to stop');`,
    'item.tooltip = count + ` sessions`;',
  ];
  const problems = bypassesIn(new Map([['src/vscode/ui/a.ts', shown.join('\n')]]));
  assert.deepEqual(
    problems.map((problem) => / shows (".*") without/.exec(problem)?.[1]),
    [
      '"Failed"',
      '"… says"',
      '"Select one"',
      '"Leave"',
      '"$(gear) Settings"',
      '"Searching"',
      '"Select a session to stop"',
      '" sessions"',
    ],
  );
});

test('a literal text is found where a name, a table, a list or a function stands for it', () => {
  const shown = [
    `const title = 'Run'; show({ title });`,
    `const states = { on: 'Running' } as const; item.description = states[state];`,
    `const looks = { on: { text: 'Stopped', icon: 'pass' } }; item.tooltip = looks[state].text;`,
    `const commands = { Debug: 'debug' }; Object.entries(commands).map(([title, command]) => ({ title, command }));`,
    `for (const label of ['Again', 'Once']) items.push({ label });`,
    `const choices = [{ name: 'Leave', id: 1 }]; choices.map(({ id, name }) => ({ id, label: name }));`,
    `const nameOf = () => 'Ended'; item.message = nameOf();`,
    `function explainIt(one) { if (one) return 'Failed'; return localize('Fine'); } item.detail = explainIt(one);`,
    `new vscode.TreeItem('Sessions');`,
    `const reason = 'it was refused'; throw editorErrors.NotStarted({ reason });`,
  ];
  const problems = bypassesIn(
    new Map(shown.map((source, index) => [`src/vscode/ui/${index}.ts`, source])),
  );
  assert.deepEqual(
    problems.map((problem) => / shows "(.*)" without/.exec(problem)?.[1]),
    [
      'Run',
      'Running',
      'Stopped',
      'Debug',
      'Again',
      'Once',
      'Leave',
      'Ended',
      'Failed',
      'Sessions',
      'it was refused',
    ],
  );
});

test('names, logs and what controllers and language models receive are not texts for users', () => {
  const source = `
    log.warn('The page has no title.');
    this.#log.info(\`The host listens on \${port}.\`);
    throw new Error('This never happens.');
    void executeCommand('workbench.extensions.search', 'Search this');
    inform('Node runs without a debugger.');
    item.label = \`$(history) \${name}\`;
    state = 'session ended';
    class Tool { #explainIn() { return 'No breakpoint is set.'; } }`;
  assert.deepEqual(bypassesIn(new Map([['src/vscode/run/a.ts', source]])), []);
});

test('only literals are localized, and only when the language is known', () => {
  assert.deepEqual(textsIn(`const show = () => localize('Stop {name}', { name });`), [
    'Stop {name}',
  ]);
  assert.throws(() => textsIn('const show = () => localize(`Stop ${name}`);'), /not a literal/);
  assert.throws(() => textsIn(`const title = localize('Stop');`), /when it is loaded/);
});

test('phrases of errors are collected, and are literals', () => {
  const text = "const phrases = definePhrases({ old: 'it is old', aged: 'it is {age} days old' });";
  assert.deepEqual(textsIn(text), ['it is old', 'it is {age} days old']);
  assert.throws(() => textsIn('definePhrases({ old: `is ${age}` });'), /not a literal/);
  assert.throws(() => textsIn('definePhrases(texts);'), /not in an object/);
});
