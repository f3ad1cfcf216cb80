import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { connectedController } from './controllers.ts';
import { goOn, pressStop } from './debugView.ts';
import { useFixture } from './fixture.ts';
import { breakAt, file, isRunning } from './workspace.ts';

const service = (...args: string[]) => ({
  launch_configurations: [{ type: 'node', script_path: file('service.js') }],
  args,
});

describe('Two controllers in a window', () => {
  const fixture = useFixture();

  it('receive notifications of their own sessions only', async () => {
    const other = await connectedController();
    const [mine, theirs] = await Promise.all([
      fixture.controller.runSession(service('mine')),
      other.runSession(service('theirs')),
    ]);
    assert.deepEqual(await mine.terminatedWithin(), { exitCode: 3 });
    assert.deepEqual(await theirs.terminatedWithin(), { exitCode: 3 });
    assert.equal(mine.stdout, 'answer 42 mine\nrest without line end\n');
    assert.equal(theirs.stdout, 'answer 42 theirs\nrest without line end\n');
    other.assertClean();
    await other.disconnect();
  });

  it("can't stop each other's sessions", async () => {
    const other = await connectedController();
    const session = await other.runSession({
      launch_configurations: [{ type: 'node', script_path: file('server.js') }],
    });
    const pid = await session.started;
    assert.equal(await fixture.controller.stopSession(session.id), 204);
    assert.ok(isRunning(pid));
    await other.stopSession(session.id);
    await other.disconnect();
  });
});

describe('A debug session of another extension', () => {
  const fixture = useFixture();

  it('is not affected', async () => {
    breakAt('service.js', 2);
    await vscode.debug.startDebugging(undefined, {
      type: 'pwa-node',
      request: 'launch',
      name: 'foreign',
      program: file('service.js'),
    });
    const stop = await fixture.view.stop();
    const foreign = await fixture.view.session('pwa-node', 'foreign');
    const session = await fixture.controller.runSession({
      launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: file('service.js') }],
      args: ['ours'],
    });
    await session.terminatedWithin();
    await goOn(stop);
    // Its program ends by itself.
    await fixture.view.ended(foreign);
    assert.equal(session.stdout, 'answer 42 ours\nrest without line end\n');
  });
});

describe('A session of a controller', () => {
  const fixture = useFixture();

  it('is named after its program, also if an ended page had that name', async () => {
    await vscode.debug.startDebugging(undefined, {
      type: 'pwa-node',
      request: 'launch',
      name: 'page',
      program: file('server.js'),
    });
    const page = await fixture.view.session('pwa-node', 'page');
    page.name = 'server.js';
    await pressStop(page);
    await fixture.view.empty();
    const names: string[] = [];
    const listener = vscode.debug.onDidStartDebugSession(({ name, parentSession }) => {
      if (parentSession !== undefined) names.push(name);
    });
    for (let run = 0; run < 2; run++) {
      const session = await fixture.controller.runSession({
        launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: file('server.js') }],
      });
      await session.waitFor(({ stdout }) => stdout.includes('serving\n'));
      await fixture.controller.stopSession(session.id);
      await session.terminatedWithin();
    }
    await fixture.view.empty();
    listener.dispose();
    assert.deepEqual(names, ['server.js', 'server.js']);
  });
});

describe('Many sessions', () => {
  const fixture = useFixture();

  it('requested at once all run, each complete', async function () {
    this.timeout(240_000);
    const configuration = {
      type: 'node',
      mode: 'NoDebug',
      script_path: file('service.js'),
    } as const;
    const numbers = Array.from({ length: 20 }, (_, index) => String(index));
    const sessions = await Promise.all(
      numbers.map((number) =>
        fixture.controller.runSession({ launch_configurations: [configuration], args: [number] }),
      ),
    );
    for (const [index, session] of sessions.entries()) {
      assert.deepEqual(await session.terminatedWithin(180_000), { exitCode: 3 });
      assert.equal(session.stdout, `answer 42 ${index}\nrest without line end\n`);
    }
  });
});
