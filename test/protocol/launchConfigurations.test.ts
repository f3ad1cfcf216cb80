import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type LaunchConfigurationType,
  launchConfigurationSchema,
  launchConfigurationSchemas,
  getMode,
} from '../../src/protocol/launchConfigurations.ts';
import { launchConfigurationExamples } from './requestExamples.ts';

const types = Object.keys(launchConfigurationSchemas) as LaunchConfigurationType[];

/** The required properties of each type. */
const required: Partial<Record<LaunchConfigurationType, string>> = {
  project: 'project_path',
  'project-with-external-build.v1': 'project_path',
  browser: 'url',
  go: 'program',
  maui: 'project_path',
  'azure-functions': 'project_path',
};

function wrongProperties(type: LaunchConfigurationType, configuration: object) {
  const { error } = launchConfigurationSchemas[type].safeParse(configuration);
  return error?.issues.map(({ path }) => path.join('.'));
}

test('without a mode, or with null, a launch configuration means Debug', () => {
  assert.equal(getMode({}), 'Debug');
  assert.equal(getMode({ mode: null }), 'Debug');
  assert.equal(getMode({ mode: 'Debug' }), 'Debug');
  assert.equal(getMode({ mode: 'NoDebug' }), 'NoDebug');
});

test('an unknown type is a valid launch configuration', () => {
  const configuration = { type: 'future', anything: [1] };
  assert.deepEqual(launchConfigurationSchema.parse(configuration), configuration);
});

for (const type of types) {
  const schema = launchConfigurationSchemas[type];
  const example: Readonly<Record<string, unknown>> = launchConfigurationExamples[type];
  const needed = required[type];
  const least = needed === undefined ? { type } : { type, [needed]: 'x' };

  test(`${type}: optional properties may be null`, () => {
    assert.deepEqual(schema.parse(least), least);
    const optional = Object.keys(example).filter((key) => key !== 'type' && key !== needed);
    const nulls = { ...least, ...Object.fromEntries(optional.map((key) => [key, null])) };
    assert.deepEqual(schema.parse(nulls), nulls);
  });

  test(`${type}: unknown properties are kept`, () => {
    const configuration = { ...example, unknown: { deep: true } };
    assert.deepEqual(schema.parse(configuration), configuration);
  });

  test(`${type}: a text may be empty, since the hosting side sends unset values so`, () => {
    const texts = Object.entries(example)
      .filter(([key, value]) => typeof value === 'string' && !['type', 'mode'].includes(key))
      .map(([key]) => key)
      .filter((key) => key !== needed);
    const empty = { ...example, ...Object.fromEntries(texts.map((key) => [key, ''])) };
    assert.deepEqual(schema.parse(empty), empty);
  });

  test(`${type}: an unknown mode, a wrong type and NUL are refused`, () => {
    assert.equal(schema.safeParse({ ...least, mode: 'Profile' }).success, false);
    assert.equal(schema.safeParse({ ...least, type: 'other' }).success, false);
    const [text] = Object.keys(example).filter((key) => /path|directory|url/.test(key));
    assert.ok(text !== undefined);
    assert.equal(schema.safeParse({ ...least, [text]: 'a\0b' }).success, false);
  });

  if (needed === undefined) continue;
  test(`${type}: ${needed} is required and must not be empty`, () => {
    for (const value of [undefined, null, '', 5]) {
      assert.deepEqual(wrongProperties(type, { type, [needed]: value }), [needed]);
    }
  });
}

test('only the first of many invalid arguments are reported', () => {
  const vm_args = Array.from({ length: 100_000 }, () => 5);
  const result = launchConfigurationSchemas.java.safeParse({ type: 'java', vm_args });
  const [issue] = result.error?.issues ?? [];
  const faults = issue?.code === 'invalid_union' ? issue.errors.flat() : [];
  assert.ok(faults.length > 1 && faults.length <= 11, `${faults.length}`);
});
