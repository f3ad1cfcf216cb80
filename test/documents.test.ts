import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const project = join(import.meta.dirname, '..');
const documents = [
  ...readdirSync(project),
  ...readdirSync(join(project, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) =>
    join('docs', path),
  ),
].filter((path) => path.endsWith('.md'));

/** The targets of a document's links that are files, without their fragments. */
function fileLinks(text: string): readonly string[] {
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)];
  const references = [...text.matchAll(/^\[[^\]]+\]: (\S+)/gm)];
  return [...inline, ...references]
    .map(([, target = '']) => target.replace(/#.*/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

test('every link between documents leads to a file', () => {
  const links = documents.flatMap((document) => {
    const text = readFileSync(join(project, document), 'utf8');
    return fileLinks(text).map((target) => ({ document, target }));
  });
  assert.ok(links.length > 20, `${links.length} links`);
  const broken = links.filter(
    ({ document, target }) => !existsSync(join(project, dirname(document), target)),
  );
  assert.deepEqual(broken, []);
});

test('CHANGELOG.md, which is packaged as it is, has no links to files', () => {
  assert.deepEqual(fileLinks(readFileSync(join(project, 'CHANGELOG.md'), 'utf8')), []);
});

test('README.md and ARCHITECTURE.md keep to their length', () => {
  const limits = { 'README.md': 1_200, 'ARCHITECTURE.md': 2_500 };
  for (const [document, limit] of Object.entries(limits)) {
    const words = readFileSync(join(project, document), 'utf8').split(/\s+/).length;
    assert.ok(words <= limit, `${document} has ${words} words`);
  }
});

test('every source file that the design documents name is there', () => {
  const folders = ['src', 'scripts', 'tools', 'test', 'media', 'samples'];
  const files = [
    ...readdirSync(project),
    ...folders.flatMap((folder) =>
      readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path}`,
      ),
    ),
  ].map((path) => `/${path.replaceAll('\\', '/')}`);
  const named = documents
    .filter((document) => document === 'ARCHITECTURE.md' || /^docs.design/.test(document))
    .flatMap((document) => {
      const text = readFileSync(join(project, document), 'utf8');
      const names = [...text.matchAll(/`([\w./-]+\.(?:ts|cjs|mjs))`/g)].map(
        ([, name = '']) => name,
      );
      return names.map((name) => ({ document, name }));
    });
  assert.ok(named.length > 100, `${named.length} names`);
  assert.deepEqual(
    named.filter(({ name }) => !files.some((file) => file.endsWith(`/${name}`))),
    [],
  );
});
