import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import {
  getAddition,
  parseDebugSettings,
  withAddedVariables,
  withAddition,
} from '../../../src/launch/user/debugSettings.ts';

const settings = parseDebugSettings({
  debugpy: { justMyCode: false, subProcess: true, env: { A: 'debugger', B: 'debugger' } },
  python: { justMyCode: true, program: 'mine.py', env: { B: 'launch', N: 5, T: true } },
});

test('additions for a launch configuration type take precedence over those for its debugger', () => {
  assert.deepEqual(getAddition(settings, 'python', 'debugpy'), {
    properties: { justMyCode: true, subProcess: true, program: 'mine.py' },
    env: { A: 'debugger', B: 'launch', N: '5', T: 'true' },
  });
  assert.deepEqual(getAddition(settings, 'future', 'debugpy').properties, {
    justMyCode: false,
    subProcess: true,
  });
  for (const none of ['go', 'constructor', '__proto__']) {
    assert.deepEqual(getAddition(settings, none, undefined), { properties: {}, env: {} });
  }
});

test("the controller's properties are not replaced", () => {
  const addition = getAddition(settings, 'python', 'debugpy');
  const configuration = { type: 'debugpy', request: 'launch', program: 'theirs.py' } as const;
  assert.deepEqual(withAddition(configuration, addition), {
    type: 'debugpy',
    request: 'launch',
    program: 'theirs.py',
    justMyCode: true,
    subProcess: true,
  });
});

test("variables are merged by name: above inherited ones, below the request's", () => {
  const inherited = { PATH: '/usr/bin', A: 'inherited' };
  const request = { env: [{ name: 'B', value: 'request' }] };
  const environment = { ...inherited, B: 'request' };
  const addition = getAddition(settings, 'python', 'debugpy');
  assert.deepEqual(withAddedVariables(environment, addition, request), {
    PATH: '/usr/bin',
    A: 'debugger',
    B: 'request',
    N: '5',
    T: 'true',
  });
});

test('errors in the setting name its property, without values of variables', () => {
  const wrong = [
    [
      { python: { env: { KEY: ['hush'] } } },
      /debugConfigurations\.python is invalid: env\.KEY: must be a string/,
    ],
    [{ python: 'hush' }, /debugConfigurations\.python is invalid/],
    ['hush', /ideSessionHost\.debugConfigurations is invalid/],
  ] as const;
  for (const [value, words] of wrong) {
    assert.throws(
      () => getAddition(parseDebugSettings(value), 'python', 'debugpy'),
      (error) => {
        assert.ok(error instanceof HumanError);
        assert.equal(error.code, 'InvalidSetting');
        assert.match(error.message, words);
        assert.doesNotMatch(error.message, /hush/);
        return true;
      },
    );
  }
});

test('an error in one entry does not affect launches that do not use it', () => {
  const mixed = parseDebugSettings({ '//': 'ours', go: { env: [] }, python: { justMyCode: true } });
  assert.deepEqual(getAddition(mixed, 'python', 'debugpy').properties, { justMyCode: true });
  assert.throws(() => getAddition(mixed, 'go', 'go'), { code: 'InvalidSetting' });
});
