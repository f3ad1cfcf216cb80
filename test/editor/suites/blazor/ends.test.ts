import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pressStop } from '../debugView.ts';
import { ask } from '../pageDriver.ts';
import { browserOn, devToolsOf, startedProcesses } from './leftovers.ts';
import { useBlazor } from './fixture.ts';
import { ready } from './stops.ts';

function kill(program: RegExp): void {
  const found = startedProcesses().find(({ commandLine }) => program.test(commandLine));
  if (found === undefined) throw new Error(`Nothing runs ${program}.`);
  process.kill(found.pid, 'SIGKILL');
}

describe('A session', () => {
  const fixture = useBlazor();

  it('ends with all its processes when it is stopped at a breakpoint', async () => {
    const { client, view } = fixture;
    await client.breakAt('Program.cs', 'var builder');
    const root = await client.start(view);
    await view.stop();
    await pressStop(root);
  });

  it('ends when its page is stopped', async () => {
    const { client, view } = fixture;
    const page = await view.page(await client.start(view));
    await ready(view, page);
    await pressStop(page);
  });

  for (const which of ['its own', "its page's"] as const) {
    it(`ends when it is disconnected by ${which} toolbar`, async () => {
      const { client, view } = fixture;
      const root = await client.start(view);
      const page = await view.page(root);
      await vscode.commands.executeCommand('workbench.action.debug.disconnect', '', {
        sessionId: which === 'its own' ? root.id : page.id,
      });
      await view.ended();
    });
  }

  it('ends when its user closes the page', async () => {
    const { client, view } = fixture;
    const page = await view.page(await client.start(view));
    await ready(view, page);
    const devTools = await devToolsOf(await browserOn(view, await client.address()));
    const targets = (await (await fetch(`${devTools}/json/list`)).json()) as {
      id: string;
      type: string;
    }[];
    const id = targets.find(({ type }) => type === 'page')?.id;
    assert.equal((await fetch(`${devTools}/json/close/${id}`)).status, 200);
    await view.ended();
  });

  it('ends and says so when its browser is killed', async () => {
    const { client, view } = fixture;
    await ready(view, await view.page(await client.start(view)));
    const { pid } = await browserOn(view, await client.address());
    process.kill(pid, 'SIGKILL');
    await view.ended();
    const [message = ''] = await ask({ do: 'read notification', text: 'browser' });
    assert.match(message, /The browser ended unexpectedly[^]*Start the session again/);
    assert.match(view.console, /The browser ended unexpectedly/);
  });

  it('ends and says so when its server is killed', async () => {
    const { client, view } = fixture;
    await ready(view, await view.page(await client.start(view)));
    kill(/blazor-devserver/);
    await view.ended();
    assert.match(view.console, /The server of BlazorApp has ended with exit code 137/);
    const [message = ''] = await ask({ do: 'read notification', text: 'server' });
    assert.match(message, /The server of BlazorApp has ended with exit code 137/);
  });
});
