import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToDebugConfiguration } from '../../../src/vscode/window/api.d.ts';
import { RegisteredTypes } from '../../../src/vscode/window/registeredTypes.ts';

const context = { workspace: '/srv', environment: {}, platform: 'linux' } as const;

/** The debug configuration for a request of the registered type `script`. */
async function configure(toDebugConfiguration: ToDebugConfiguration) {
  const types = new RegisteredTypes();
  types.register('script', toDebugConfiguration);
  const request = { launchConfiguration: { type: 'script' }, env: [] };
  const plan = types.all.get('script')?.map(request, context);
  return plan?.kind === 'adapter' ? plan.configure() : assert.fail('It has no adapter.');
}

test("a registered type is debugged with its extension's configuration", async () => {
  const made = { type: 'shell', request: 'launch', name: 'one' };
  assert.deepEqual(await configure(() => made), made);
});

test("a type can't be registered again until its registration is disposed", () => {
  const types = new RegisteredTypes();
  const first = types.register('script', () => assert.fail());
  assert.throws(() => types.register('script', () => assert.fail()), {
    code: 'LaunchTypeTaken',
    message: /type script is already registered/,
  });
  first.dispose();
  types.register('script', () => assert.fail()).dispose();
});

test("an exception from a type's extension is quoted", async () => {
  const failing = () => Promise.reject(new Error('The script has no path.'));
  await assert.rejects(configure(failing), {
    code: 'LaunchTypeFailed',
    message: /registered script reported a failure: The script has no path\. Correct/,
  });
});

test('a debug configuration without a type is refused', async () => {
  for (const made of [undefined, { type: '', request: 'launch', name: 'one' }]) {
    await assert.rejects(
      configure(() => made as never),
      { code: 'LaunchTypeWithoutDebugType', message: /Report this/ },
    );
  }
});
