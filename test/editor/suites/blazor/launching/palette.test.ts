import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import { pressStop } from '../../debugView.ts';
import { ask } from '../../pageDriver.ts';
import { file } from '../../workspace.ts';
import { Client } from '../client.ts';
import { removeLaunchJson, writeLaunchJson } from './launchEntries.ts';
import { useBlazor } from '../fixture.ts';

describe('In a workspace with several clients', () => {
  // Before the fixture, which ends the view.
  afterEach(() => removeLaunchJson(fixture.view));
  const fixture = useBlazor();

  before(() => cp(process.env['SECOND_CLIENT'] ?? '', file('Second'), { recursive: true }));
  after(() => rm(file('Second'), { recursive: true, force: true, maxRetries: 10 }));

  const command = (title: string) => ask({ do: 'run command', title: `IDE Session: ${title}` });
  const showing = (text: string) => ask({ do: 'read status bar', text });

  it('F5 asks once which one to start', async () => {
    const { client, view } = fixture;
    await client.show('Adder.razor');
    await ask({ do: 'press', key: 'Control+F5' });
    const offered = await ask({ do: 'read picks', expected: 'Second' });
    const projects = offered.flatMap((text) => text.match(/\w+\/\w+\.csproj/) ?? []);
    assert.deepEqual(projects.toSorted(), ['BlazorApp/BlazorApp.csproj', 'Second/Second.csproj']);
    await ask({ do: 'pick', label: 'Second' });
    await pressStop(await view.root('Debug Second'));
    await view.ended();
    await ask({ do: 'press', key: 'Control+F5' });
    await pressStop(await view.root('Debug Second'));
  });

  it('the palette starts any of them, restarts and stops one, and stops all', async () => {
    const { client, view } = fixture;
    const entry = { type: 'ide-session', request: 'launch', name: 'Written down' };
    await writeLaunchJson(view, [{ ...entry, project: client.project }]);
    await command('Start…');
    for (const expected of ['Written down', 'BlazorApp.csproj', 'Second.csproj']) {
      await ask({ do: 'read picks', expected });
    }
    await ask({ do: 'pick', label: 'Written down' });
    const root = await view.root('Written down');
    const former = await view.page(root);
    await showing('BlazorApp');
    await command('Restart…');
    await view.page(root, former);

    const second = await new Client('Second').start(view);
    await showing('2 sessions');
    await command('Stop…');
    await ask({ do: 'pick', label: 'BlazorApp' });
    await view.ended(root);
    assert.deepEqual(view.roots, [second]);
    await command('Stop All');
    await view.ended();

    await command('Start…');
    const [latest = ''] = await ask({ do: 'read picks', expected: 'Debug Second' });
    assert.match(latest, /Debug Second/);
    await ask({ do: 'press', key: 'Enter' });
    await pressStop(await view.root('Debug Second'));
  });
});
