import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findChangedLoaders } from '../../src/launch/loaderVariables.ts';

function loadersAmong(...names: string[]): readonly string[] {
  return findChangedLoaders(
    names.map((name) => ({ name, value: 'x' })),
    { environment: {}, platform: 'linux' },
  );
}

test('variables that change which code is loaded are recognised for each runtime', () => {
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

test('on Windows, their names are case-insensitive', () => {
  assert.deepEqual(loadersAmong('Path', 'node_options'), ['Path', 'node_options']);
});

test('other variables are not reported, and no name is reported twice', () => {
  const others = ['ASPNETCORE_URLS', 'MY_LD_PRELOAD', 'NODE_ENV', 'OTEL_SERVICE_NAME', 'HOME'];
  assert.deepEqual(loadersAmong(...others, 'PATH', 'PATH'), ['PATH']);
});

test('only variables whose value differs from the inherited one are named', () => {
  const environment = { PATH: '/bin', LD_PRELOAD: 'a.so', NODE_OPTIONS: '' };
  const env = [
    { name: 'PATH', value: '/bin' },
    { name: 'LD_PRELOAD', value: 'b.so' },
    { name: 'NODE_OPTIONS', value: '' },
    { name: 'BASH_ENV', value: '' },
  ];
  const context = { environment, platform: 'linux' } as const;
  assert.deepEqual(findChangedLoaders(env, context), ['LD_PRELOAD', 'BASH_ENV']);
});

test('the last value of a duplicate variable counts', () => {
  const context = { environment: { PATH: '/bin' }, platform: 'linux' } as const;
  const [own, other] = [
    { name: 'PATH', value: '/bin' },
    { name: 'PATH', value: '/other' },
  ];
  assert.deepEqual(findChangedLoaders([other, own], context), []);
  assert.deepEqual(findChangedLoaders([own, other], context), ['PATH']);
});

test('names of variables are case-insensitive on Windows only', () => {
  const environment = { Path: 'C:\\bin' };
  const env = [{ name: 'PATH', value: 'C:\\bin' }];
  assert.deepEqual(findChangedLoaders(env, { environment, platform: 'win32' }), []);
  assert.deepEqual(findChangedLoaders(env, { environment, platform: 'linux' }), ['PATH']);
});
