import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dotnetErrors } from '../../../src/dotnet/errors.ts';
import { parseLaunchSettings } from '../../../src/launch/profiles/launchSettings.ts';
import { findFailurePlace } from '../../../src/vscode/ui/editorPlaces/failurePlace.ts';

const project = '/shop/Shop.csproj';

test('an error in a project file is shown at its place', () => {
  const find = (place: string): object =>
    findFailurePlace(
      dotnetErrors.ProjectBroken({ place, problem: 'no end tag', project }).message,
      project,
    );
  const file = '/shop/Directory Build.props';
  assert.deepEqual(find(`${file}(3,5)`), { file, line: 3, column: 5 });
  assert.deepEqual(find(`${file}(7)`), { file, line: 7, column: 1 });
  assert.deepEqual(find(project), { file: project, line: 1, column: 1 });
});

test('an error in launch settings is shown at its place', () => {
  const file = '/shop/Properties/launchSettings.json';
  assert.throws(
    () => parseLaunchSettings(file, '{\n  "profiles": 1\n}'),
    ({ message }: Error) => {
      assert.deepEqual(findFailurePlace(message, project), { file, line: 2, column: 15 });
      return true;
    },
  );
});

test('any other failure is shown at the start of the project', () => {
  const start = { file: project, line: 1, column: 1 };
  const { message } = dotnetErrors.ProjectNotFound({ path: '/shop/x(1,2)' });
  assert.deepEqual(findFailurePlace(message, project), start);
  assert.deepEqual(findFailurePlace('relative.cs(3,4): error', project), start);
});
