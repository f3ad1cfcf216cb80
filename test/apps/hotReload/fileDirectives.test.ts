import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileWithDirectives } from '../../../src/apps/hotReload/fileDirectives.ts';
import type { SourceChange } from '../../../src/dotnet/hotReload/compilerMessages.ts';

test('changed directives of a file-based program need a restart until they are undone', async () => {
  const compiled: (readonly SourceChange[])[] = [];
  const compile = compileWithDirectives('/app.cs', '#!run\n#:package A@1\nRun();\n', (changes) => {
    compiled.push(changes);
    return Promise.resolve({ kind: 'no change', id: 1 });
  });
  const kindOf = async (text: string, path = '/app.cs') => (await compile([{ path, text }])).kind;
  assert.equal(await kindOf('#:package A@2\nRun();\n'), 'restart');
  assert.equal(await kindOf('Run();\n'), 'restart');
  assert.deepEqual(compiled, []);
  assert.equal(await kindOf('  #:package A@1\r\nRun(1);\r\n'), 'no change');
  assert.equal(await kindOf('Run();\n', '/other.cs'), 'no change');
  assert.equal(compiled.length, 2);
});

test('a text that was refused for its directives is compiled with the next changes', async () => {
  const compiled: (readonly SourceChange[])[] = [];
  const compile = compileWithDirectives('/app.cs', '#:package A@1\nRun();\n', (changes) => {
    compiled.push(changes);
    return Promise.resolve({ kind: 'no change', id: 1 });
  });
  const refused = { path: '/app.cs', text: '#:package A@2\nRun(1);\n' };
  const undone = { path: '/app.cs', text: '#:package A@1\nRun(1);\n' };
  const other = { path: '/lib.cs', text: 'Go();\n' };
  const last = { path: '/lib.cs', text: 'Go(1);\n' };
  const kindOf = async (changes: readonly SourceChange[]) => (await compile(changes)).kind;
  assert.equal(await kindOf([refused]), 'restart');
  assert.equal(await kindOf([other]), 'restart');
  assert.equal(await kindOf([]), 'restart');
  assert.equal(await kindOf([undone]), 'no change');
  assert.equal(await kindOf([last]), 'no change');
  assert.deepEqual(compiled, [[undone, other], [last]]);
});
