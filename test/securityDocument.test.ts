import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const project = join(import.meta.dirname, '..');

/** A row of a table: what holds, the title of a test, and its file. */
interface Row {
  readonly title: string;
  readonly file: string;
}

function rowsOf(document: string): readonly Row[] {
  const row = /^\|[^|]*\|\s*([^|]+?)\s*\|\s*`(test\/[^`]+)`\s*\|$/gm;
  return [...document.matchAll(row)].map(([, title = '', file = '']) => ({
    title: title.replaceAll(/\\(.)/g, '$1'),
    file,
  }));
}

/** The titles of a file's tests, as patterns: what a title has put in may be anything. */
function titlesIn(file: string): readonly RegExp[] {
  const source = readFileSync(join(project, file), 'utf8');
  const call = /\btest\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|`([^`]*)`)/g;
  return [...source.matchAll(call)].map(([, single, double, template = '']) => {
    const text = single?.replaceAll(String.raw`\'`, "'") ?? double;
    const parts = text === undefined ? template.split(/\$\{[^}]*\}/) : [text];
    return new RegExp(
      `^${parts.map((part) => part.replaceAll(/[^\w\s]/g, String.raw`\$&`)).join('.+')}$`,
    );
  });
}

test('every claim of SECURITY.md names a test that is there', () => {
  const rows = rowsOf(readFileSync(join(project, 'SECURITY.md'), 'utf8'));
  assert.ok(rows.length > 40, `${rows.length} rows`);
  const missing = rows.filter(({ file, title }) => {
    return !titlesIn(file).some((pattern) => pattern.test(title));
  });
  assert.deepEqual(missing, []);
});

test('every table row of SECURITY.md is one of those claims', () => {
  const document = readFileSync(join(project, 'SECURITY.md'), 'utf8');
  const lines = document.split('\n').filter((line) => line.startsWith('|'));
  const heads = lines.filter((line) => /^\|\s*(what holds|-+)\s*\|/.test(line));
  assert.equal(lines.length - heads.length, rowsOf(document).length);
});

test('a title that is nowhere is missed', () => {
  const file = 'test/endpoint/server/token.test.ts';
  const [row] = rowsOf(`| Claim. | no such title | \`${file}\` |`);
  assert.ok(row !== undefined && !titlesIn(file).some((pattern) => pattern.test(row.title)));
});
