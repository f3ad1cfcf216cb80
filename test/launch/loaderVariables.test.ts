import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loaderVariables } from '../../src/launch/loaderVariables.ts';

function loadersAmong(...names: string[]): readonly string[] {
  return loaderVariables(names.map((name) => ({ name, value: 'x' })));
}

test('variables that change which code is loaded are known, in each runtime', () => {
  const names = [
    'LD_PRELOAD',
    'LD_LIBRARY_PATH',
    'DYLD_INSERT_LIBRARIES',
    'NODE_OPTIONS',
    'DOTNET_STARTUP_HOOKS',
    'CORECLR_PROFILER_PATH_64',
    'PYTHONSTARTUP',
    'PERL5OPT',
    'RUBYOPT',
    'JAVA_TOOL_OPTIONS',
    'BASH_ENV',
    'PATH',
  ];
  assert.deepEqual(loadersAmong(...names), names);
});

test('as Windows takes them, names count in any case', () => {
  assert.deepEqual(loadersAmong('Path', 'node_options'), ['Path', 'node_options']);
});

test('other variables are not told of, and none twice', () => {
  const others = ['ASPNETCORE_URLS', 'MY_LD_PRELOAD', 'NODE_ENV', 'OTEL_SERVICE_NAME', 'HOME'];
  assert.deepEqual(loadersAmong(...others, 'PATH', 'PATH'), ['PATH']);
});
