import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberName, toFileName } from '../../../../src/browser/view/downloads/downloadName.ts';

const names: readonly (readonly [suggested: string, name: string])[] = [
  ['report.pdf', 'report.pdf'],
  ['Übersicht 2026.xlsx', 'Übersicht 2026.xlsx'],
  ['../../etc/passwd', '_.._etc_passwd'],
  [String.raw`..\..\startup.bat`, '_.._startup.bat'],
  ['.bashrc', 'bashrc'],
  ['a\u0000b\nc\u202egnp.exe', 'a_b_c_gnp.exe'],
  ['con.txt', '_con.txt'],
  ['LPT1', '_LPT1'],
  ['console.txt', 'console.txt'],
  ['what?*<>|":.txt', 'what_______.txt'],
  ['name. . ', 'name'],
  ['', 'download'],
  ['...', 'download'],
];

for (const [suggested, name] of names) {
  test(`a download is saved as ${name}, as ${encodeURIComponent(suggested)} is suggested`, () => {
    assert.equal(toFileName(suggested), name);
  });
}

test('long names are shortened and keep their extension', () => {
  const name = toFileName(`${'ü'.repeat(5_000_000)}.txt`);
  assert.ok(Buffer.byteLength(name) <= 200);
  const shortened = toFileName(`${'ü'.repeat(300)}.txt`);
  assert.match(shortened, /^ü{98}\.txt$/);
  assert.match(toFileName(`${'é'.repeat(50)}.${'x'.repeat(300)}`), /^é{50}\.x{99}$/);
});

test('a taken name gets a number before its extension', () => {
  assert.equal(numberName('a.tar.gz', 0), 'a.tar.gz');
  assert.equal(numberName('report.pdf', 2), 'report (2).pdf');
  assert.equal(numberName('README', 1), 'README (1)');
});
