import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  toShownProperties,
  withoutVariables,
} from '../../../../src/vscode/ui/sessionActions/shownConfiguration.ts';

const configuration = {
  type: 'project',
  project_path: '/shop/Api.csproj',
  build_environment: { FEED: 'secret feed', KEY: 'secret key' },
};

test('variables of a launch configuration are shown by their names, and not copied', () => {
  assert.deepEqual(toShownProperties(configuration), [
    ['type', 'project'],
    ['project_path', '/shop/Api.csproj'],
    ['build_environment', 'FEED, KEY'],
  ]);
  assert.deepEqual(withoutVariables(configuration), {
    type: 'project',
    project_path: '/shop/Api.csproj',
  });
});
