import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { useBlazor } from '../blazor/fixture.ts';
import { ready } from '../blazor/stops.ts';
import { pressStop } from '../debugView.ts';
import { enter } from './journey.ts';
import { assertFlat } from './memory.ts';
import { Rounds } from './rounds.ts';
import { StopLook } from './stopLook.ts';
import type { RandomTask } from './task.ts';
import { Walk } from './walk.ts';

/** How long the build, the start and the last actions may take, in milliseconds. */
const startAndEnd = 900_000;

describe('A Blazor client under random debugging', () => {
  const fixture = useBlazor();

  it('shows every stop, leaves the extension host to others and takes no more memory', async function () {
    const task = JSON.parse(await readFile(process.env['RANDOM_TASK'] ?? '', 'utf8')) as RandomTask;
    this.timeout(task.milliseconds + startAndEnd);
    const { client, view } = fixture;
    const root = await client.start(view);
    const page = await view.page(root);
    await ready(view, page);
    const look = new StopLook();
    const walk = new Walk(view, client, page, look);
    await walk.setOut(enter());
    const rounds = new Rounds({ walk, look, address: await client.address() });
    try {
      for (const { actions, seed } of task.kept) await rounds.run(seed, (done) => done >= actions);
      const end = performance.now() + task.milliseconds;
      await rounds.run(task.seed, () => performance.now() >= end);
    } finally {
      console.log(rounds.describe());
      rounds.dispose();
    }
    assert.ok(look.times.length > 0, 'nothing has stopped');
    rounds.assertHeld();
    assertFlat(rounds.memory);
    await pressStop(root);
  });
});
