import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMachineLoaded, type MachineFacts } from '../../../src/host/prebuilds/machineLoad.ts';

const idle: MachineFacts = { platform: 'linux', freeMemory: 2 ** 33, load: 0.5, processors: 4 };
const cases: readonly (readonly [string, Partial<MachineFacts>, boolean])[] = [
  ['an idle machine', {}, false],
  ['a busy machine', { load: 4.5 }, true],
  ['a machine that is short of memory', { freeMemory: 2 ** 29 }, true],
  ['a Mac, whose caches fill its memory', { platform: 'darwin', freeMemory: 2 ** 27 }, false],
  ['a busy Mac', { platform: 'darwin', load: 4.5 }, true],
  ['a machine whose load is unknown', { platform: 'win32', load: 0 }, false],
];

for (const [what, facts, expected] of cases) {
  test(`${what} ${expected ? 'has no' : 'has'} time and memory to spare`, () => {
    assert.equal(isMachineLoaded({ ...idle, ...facts }), expected);
  });
}
