import assert from 'node:assert/strict';
import { test } from 'node:test';
import { context, plan } from '../../../tools/fixtures/sessions/launchRequests.ts';

test("a project is run by the Core Tools in its folder, and a message says why it isn't debugged", () => {
  const project = {
    type: 'azure-functions',
    mode: 'Debug',
    project_path: '/srv/shop/Mail/Mail.csproj',
  } as const;
  assert.deepEqual(plan(project, ['--port', '7071']), {
    kind: 'program',
    name: 'Mail',
    mode: 'Debug',
    program: {
      command: 'func',
      args: ['host', 'start', '--port', '7071'],
      workingDirectory: '/srv/shop/Mail',
      environment: context.environment,
      script: '/srv/shop/Mail/Mail.csproj',
    },
    debug: { kind: 'none', reason: 'debuggers cannot attach to Azure Functions here' },
  });
});

test('a folder is resolved to the project in it', () => {
  const made = plan({ type: 'azure-functions', project_path: 'Mail' });
  assert.equal(made.program.workingDirectory, '/srv/shop/Mail');
});
