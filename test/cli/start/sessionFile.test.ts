import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSessionFile } from '../../../src/cli/start/sessionFile.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const apiVersion = 'usvc-dev.developer.microsoft.com/v1';
const node = { type: 'node', script_path: '/app.js' };

const contents: Readonly<Record<string, string>> = {
  'an IdeSession in YAML': `apiVersion: ${apiVersion}
kind: IdeSession
metadata: { name: mine, labels: { a: b } }
spec:
  launchConfigurations: '[{"type":"node","script_path":"/app.js"}]'
  args: [x]
`,
  'an IdeSession without a name': `kind: IdeSession
spec: { launchConfigurations: '[{"type":"node","script_path":"/app.js"}]', args: [x] }
`,
  'a run session request': JSON.stringify({
    launch_configurations: [node],
    args: ['x'],
  }),
  'a launch configuration': 'type: node\nscript_path: /app.js\n',
};

const expectedMetadata: Readonly<Record<string, unknown>> = {
  'an IdeSession in YAML': { name: 'mine', labels: { a: 'b' } },
  'an IdeSession without a name': { generateName: 'session-' },
  'a run session request': { generateName: 'session-' },
  'a launch configuration': { generateName: 'node-' },
};

for (const [what, content] of Object.entries(contents)) {
  test(`${what} is started`, async (context) => {
    const path = join(await temporaryFolder(context), 'file');
    await writeFile(path, content);
    const hasArguments = what !== 'a launch configuration';
    assert.deepEqual(await readSessionFile(path, undefined), {
      apiVersion,
      kind: 'IdeSession',
      metadata: expectedMetadata[what],
      spec: {
        launchConfigurations: JSON.stringify([node]),
        ...(hasArguments && { args: ['x'] }),
        desiredState: 'Running',
      },
    });
    const named = (await readSessionFile(path, 'other')) as { metadata: { name: string } };
    assert.equal(named.metadata.name, 'other');
  });
}

test('a file that is missing, broken or something else is refused', async (context) => {
  const folder = await temporaryFolder(context);
  const path = join(folder, 'file');
  await assert.rejects(readSessionFile(path, undefined), { code: 'FileUnreadable' });
  await writeFile(path, '{ "a": [');
  await assert.rejects(readSessionFile(path, undefined), { code: 'FileUnreadable' });
  for (const other of ['', 'text', '[]', 'kind: Pod\nspec: {}\n', 'launch_configurations: []\n']) {
    await writeFile(path, other);
    await assert.rejects(readSessionFile(path, undefined), { code: 'SessionFileUnknown' }, other);
  }
});
