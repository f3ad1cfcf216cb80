import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LaunchScope } from '../../src/common/launchScope.ts';
import { serveProject } from '../../src/projects/serveProject.ts';
import { facts } from './serving/facts.ts';

/** The launch options for a server that listens at these URLs. */
function launchAt(urls: readonly string[]) {
  return {
    plan: { project: facts.path, env: [] },
    host: { launchContext: { workspace: '/srv', environment: {}, platform: 'linux' } },
    session: { requestedBy: 'user' },
    events: { output: () => undefined },
    scope: new LaunchScope(),
    tools: {
      servers: {
        acquire: async () => ({
          urls,
          ended: new Promise(() => undefined),
          release: async () => 0,
        }),
      },
    },
  };
}

test('the page of a server is opened where the server listens', async () => {
  const launch = launchAt(['http://unix:/run/shop.sock', 'http://localhost:5275']);
  const server = await serveProject(facts, undefined, launch as never, () => undefined);
  assert.equal(await server.address(), 'http://localhost:5275/');
});

test('a server without an address for a browser is an error that says what to set', async () => {
  const launch = launchAt(['http://unix:/run/shop.sock']);
  const server = await serveProject(facts, undefined, launch as never, () => undefined);
  await assert.rejects(server.address(), {
    code: 'ServerWithoutAddress',
    message: /^The server of Shop does not say where it listens\. Set url in launch\.json/,
  });
});
