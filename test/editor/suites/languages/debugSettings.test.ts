import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { configurationsDuring } from '../debugView.ts';
import { useFixture } from '../fixture.ts';
import { file, withSetting } from '../workspace.ts';
import { lastGiven } from './fixture.ts';

const request = (mode: 'Debug' | 'NoDebug') => ({
  launch_configurations: [{ type: 'bun', mode, script_path: file('web/server.sh') }],
  env: [{ name: 'SHOP', value: 'books' }],
});

describe('What the user adds to debug configurations', () => {
  const fixture = useFixture();

  it("reaches the debugger, below the controller's properties, with variables merged by name", async () => {
    const added = {
      bun: { stopOnEntry: false, program: 'mine', env: { SHOP: 'mine', COLOUR: 'red' } },
    };
    await withSetting('ideSessionHost.debugConfigurations', added, async () => {
      const session = await fixture.controller.runSession(request('Debug'));
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 6 });
      assert.equal(session.stdout, 'args \nshop books, colour red, endpoint \n');
      const { program, stopOnEntry } = await lastGiven('bun');
      assert.deepEqual([program, stopOnEntry], [file('web/server.sh'), false]);
    });
  });

  it('also applies variables to a program that runs without a debugger', async () => {
    const added = { bun: { env: { SHOP: 'mine', COLOUR: 'red' } } };
    await withSetting('ideSessionHost.debugConfigurations', added, async () => {
      const session = await fixture.controller.runSession(request('NoDebug'));
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
      assert.equal(session.stdout, `bun ${file('web/server.sh')}, shop books, colour red\n`);
    });
  });

  it('reaches the built-in JavaScript debugger, above our own defaults', async () => {
    const skipFiles = ['**/skipped/**'];
    const added = { node: { skipFiles, env: { COLOUR: 'red' } } };
    const configurations = await configurationsDuring(() =>
      withSetting('ideSessionHost.debugConfigurations', added, async () => {
        const session = await fixture.controller.runSession({
          launch_configurations: [{ type: 'node', script_path: file('web/main.js') }],
        });
        assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
        assert.equal(session.stdout, 'red\n');
      }),
    );
    const own = configurations.find(({ name }) => name === 'web/main.js (js-debug)');
    assert.deepEqual(own?.['skipFiles'], skipFiles);
  });

  it('reaches the debugger of pages, below the properties that a page requires', async () => {
    const server = createServer((_request, response) => response.end('<title>Shop</title>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const added = { browser: { smartStep: false, request: 'launch' } };
    const configurations = await configurationsDuring(() =>
      withSetting('ideSessionHost.debugConfigurations', added, async () => {
        const session = await fixture.controller.runSession({
          launch_configurations: [{ type: 'browser', url: `http://127.0.0.1:${port}/` }],
        });
        await session.started;
        await fixture.controller.stopSession(session.id);
        await session.terminatedWithin();
      }),
    );
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const own = configurations.find(({ type }) => type.startsWith('pwa-'));
    assert.deepEqual([own?.['smartStep'], own?.request], [false, 'attach']);
  });

  it('fails sessions with a message that names the invalid setting', async () => {
    const wrong = { bun: { env: { SHOP: ['hush'] } } };
    await withSetting('ideSessionHost.debugConfigurations', wrong, async () => {
      const session = await fixture.controller.runSession(request('Debug'));
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 1 });
      const [failure] = session.messages;
      assert.equal(failure?.code, 'InvalidSetting');
      assert.match(failure?.message ?? '', /debugConfigurations\.bun .* env\.SHOP: /);
      assert.doesNotMatch(failure?.message ?? '', /hush/);
    });
  });
});
