// The strings of package.json that the editor shows are in package.nls.json.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import strings from '../../package.nls.json' with { type: 'json' };

/** The properties whose text the editor shows, wherever they are. */
const shownProperties: ReadonlySet<string> = new Set([
  'altText',
  'category',
  'contents',
  'deprecationMessage',
  'description',
  'displayName',
  'enumDescriptions',
  'enumItemLabels',
  'errorMessage',
  'label',
  'markdownDeprecationMessage',
  'markdownDescription',
  'markdownEnumDescriptions',
  'patternErrorMessage',
  'shortTitle',
  'title',
  'tooltip',
  'userDescription',
]);

/** Contributions whose `name` is shown. Elsewhere it is an identifier. */
const namedContributions = /^contributes\.views\./;

/** Values that are written into files, and schemas that only language models read. */
const unshownValues: ReadonlySet<string> = new Set(['body', 'default', 'examples', 'inputSchema']);

interface Text {
  readonly path: string;
  readonly text: string;
  readonly isShown: boolean;
}

/** Returns all texts of a manifest. */
function collectTexts(value: unknown, path: string, isShown: boolean): readonly Text[] {
  if (typeof value === 'string') return [{ path, text: value, isShown }];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => collectTexts(item, `${path}.${index}`, isShown));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (unshownValues.has(name)) return [];
    const inside = path === '' ? name : `${path}.${name}`;
    const isNamed = name === 'name' && namedContributions.test(path);
    return collectTexts(inner, inside, isNamed || shownProperties.has(name));
  });
}

function findLiterals(contributor: unknown): readonly string[] {
  return collectTexts(contributor, '', false)
    .filter(({ isShown, text }) => isShown && !/^%.+%$/.test(text))
    .map(({ path }) => path);
}

function findKeys(contributor: unknown): ReadonlySet<string> {
  const keys = collectTexts(contributor, '', false).flatMap(({ text }) => {
    const key = /^%(.+)%$/.exec(text)?.[1];
    return key === undefined ? [] : [key];
  });
  return new Set(keys);
}

test('no string that the editor shows is literal in package.json', () => {
  assert.deepEqual(findLiterals(manifest), []);
});

test('a literal string is found wherever it is contributed', () => {
  const contributes = {
    commands: [{ command: 'a.b', title: 'Stop', category: '%commands.category%' }],
    configuration: { properties: { 'a.b': { enumDescriptions: ['%settings.a%', 'Always.'] } } },
    views: { debug: [{ id: 'a.sessions', name: 'Sessions' }] },
    debuggers: [{ configurationSnippets: [{ label: '%a%', body: { name: 'x', title: 'y' } }] }],
  };
  assert.deepEqual(findLiterals({ name: 'a', description: 'What it is', contributes }), [
    'description',
    'contributes.commands.0.title',
    'contributes.configuration.properties.a.b.enumDescriptions.1',
    'contributes.views.debug.0.name',
  ]);
});

test('package.nls.json has exactly the keys that package.json uses, each with a text', () => {
  assert.deepEqual([...findKeys(manifest)].toSorted(), Object.keys(strings).toSorted());
  for (const [key, text] of Object.entries(strings)) assert.notEqual(text.trim(), '', key);
});
