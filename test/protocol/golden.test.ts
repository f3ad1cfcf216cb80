import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { ProtocolError, protocolErrorCodes } from '../../src/protocol/errors.ts';
import { createInfo } from '../../src/protocol/info.ts';
import {
  type LaunchConfigurationType,
  launchConfigurationSchemas,
} from '../../src/protocol/launchConfigurations.ts';
import { runSessionRequestSchema } from '../../src/protocol/runSession.ts';
import { assertGolden, goldenFolder } from '../../tools/fixtures/golden.ts';
import { notificationExamples } from './notificationExamples.ts';
import { launchConfigurationExamples, requestOf } from './requestExamples.ts';
import { sessionExamples } from './sessionExamples.ts';

const types = Object.keys(launchConfigurationSchemas) as LaunchConfigurationType[];

test('the response to GET /info matches its golden file', () => {
  assertGolden('info.json', createInfo(['node', 'python']));
});

for (const type of types) {
  test(`a parsed run session request for ${type} matches its golden file`, () => {
    const request = runSessionRequestSchema.parse(requestOf(launchConfigurationExamples[type]));
    assertGolden(`requests/${type}.json`, request);
  });

  test(`parsing keeps every property of a ${type} launch configuration`, () => {
    const example = launchConfigurationExamples[type];
    assert.deepEqual(launchConfigurationSchemas[type].parse(example), example);
  });
}

for (const [name, notification] of Object.entries(notificationExamples)) {
  test(`the notification ${name} matches its golden file`, () => {
    assertGolden(`notifications/${name}.json`, notification);
  });
}

for (const code of protocolErrorCodes) {
  test(`the response for error ${code} matches its golden file`, () => {
    const error = new ProtocolError(code);
    assertGolden(`errors/${code}.json`, { status: error.status, body: error });
  });
}

test('the response for an error with an addition and details matches its golden file', () => {
  const details = [{ code: 'InvalidProperty', message: 'args: must be a list' }];
  const error = new ProtocolError('InvalidRequest', 'args: must be a list', details);
  assertGolden('errors/withDetails.json', { status: error.status, body: error });
});

for (const [name, example] of Object.entries(sessionExamples)) {
  test(`the IdeSession resource of a ${name} session matches its golden file`, async (context) => {
    assertGolden(`resources/${name}.json`, await example(context));
  });
}

test('every golden file has a message', () => {
  const expected = [
    'README.md',
    'info.json',
    ...types.map((type) => `requests/${type}.json`),
    ...Object.keys(notificationExamples).map((name) => `notifications/${name}.json`),
    ...[...protocolErrorCodes, 'withDetails'].map((code) => `errors/${code}.json`),
    ...Object.keys(sessionExamples).map((name) => `resources/${name}.json`),
  ];
  const found = readdirSync(goldenFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => `${parentPath.slice(goldenFolder.length + 1)}/${name}`)
    .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''));
  assert.deepEqual(found.toSorted(), expected.toSorted());
});
