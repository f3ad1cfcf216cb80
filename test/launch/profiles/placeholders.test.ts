import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillPlaceholders, findPlaceholders } from '../../../src/launch/profiles/placeholders.ts';

const properties = {
  script_path: '/srv/app.ts',
  flags: ['--a', '--b'],
  cargo: { args: ['build'], executable_path: '/srv/app' },
  port: 80,
  watch: false,
  empty: '',
  nothing: null,
};

const cases: readonly (readonly [value: unknown, filled: unknown])[] = [
  ['${script_path}', '/srv/app.ts'],
  ['${port}', 80],
  ['${watch}', false],
  ['${flags}', ['--a', '--b']],
  ['${cargo}', { args: ['build'], executable_path: '/srv/app' }],
  ['${cargo.executable_path}', '/srv/app'],
  ['--port=${port} ${script_path}', '--port=80 /srv/app.ts'],
  ['--list=${flags}', '--list=["--a","--b"]'],
  [
    ['run', '${flags}', '${script_path}'],
    ['run', '--a', '--b', '/srv/app.ts'],
  ],
  [[['${flags}']], [['--a', '--b']]],
  [{ a: { b: '${port}' } }, { a: { b: 80 } }],
  [5, 5],
  [null, null],
  ['no placeholder', 'no placeholder'],
  // Missing values are left out.
  ['${missing}', undefined],
  ['${empty}', undefined],
  ['${nothing}', undefined],
  ['${cargo.missing.deep}', undefined],
  ['${constructor}', undefined],
  ['--x=${missing}', undefined],
  [['a', '${missing}', '--x=${missing}'], ['a']],
  [{ a: '${missing}', b: 1 }, { b: 1 }],
  // The editor has values for these.
  ['${workspaceFolder}/${script_path}', '${workspaceFolder}//srv/app.ts'],
  ['${env:HOME}', '${env:HOME}'],
  ['${config:a.b}', '${config:a.b}'],
  ['${file} ${cwd}', '${file} ${cwd}'],
];

for (const [value, filled] of cases) {
  test(`${JSON.stringify(value)} becomes ${JSON.stringify(filled) ?? 'undefined'}`, () => {
    const before = structuredClone(value);
    assert.deepEqual(fillPlaceholders(value, properties), filled);
    assert.deepEqual(value, before);
  });
}

test('inserted values are not searched for placeholders', () => {
  const tricky = { a: '${b} $& $1', b: 'never' };
  assert.equal(fillPlaceholders('x ${a}', tricky), 'x ${b} $& $1');
  assert.deepEqual(fillPlaceholders(['${a}'], { ...tricky, a: ['${b}'] }), ['${b}']);
});

test('placeholder names are found anywhere in a value', () => {
  const names = findPlaceholders({ a: ['${args}', { b: 'x${cargo.args}${env}' }], c: 5 });
  assert.deepEqual([...names], ['args', 'cargo.args', 'env']);
});
