// Saved changes in a real client, with its debugger attached.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../../src/wasm/hotReload/hotReloadTable.ts';
import { RealClient } from './realClient.ts';

const limit = { timeout: 300_000 };

const component = `<button id="count" @onclick="Count">@title</button>
<button id="later" @onclick="Later">Later</button>

@code {
    private int count;
    private string title = "Count";

    private void Count()
    {
        count++;
        title = $"old {count}"; // counted
    }

    private void Later()
    {
        title = "later"; // later
    }
}
`;

const titleIs = (text: string): string =>
  `document.querySelector('#count').textContent === '${text}'`;

function assertApplied(outcome: Outcome): void {
  assert.equal(outcome.kind, 'applied', JSON.stringify(outcome));
}

test('changes are applied in a page whose debugger stays attached', limit, async (context) => {
  const client = await RealClient.open(context, component);
  const { page } = client;
  await page.press('count');
  await page.untilTrue(titleIs('old 1'));

  await context.test('a changed method runs, and the component keeps its state', async () => {
    assertApplied(await client.edit('$"old {count}"', '$"new {count}"'));
    await page.press('count');
    await page.untilTrue(titleIs('new 2'));
  });

  await context.test('a method that was only moved stops at its new line', async () => {
    const changed = await client.edit('count++;', 'count++;\n        count++;\n        count--;');
    assertApplied(changed);
    const line = await client.lineWith('// later');
    await page.breakAt('Reloaded.razor', line);
    const stop = page.event('Debugger.paused');
    await page.press('later');
    const [top] = (await stop).callFrames ?? [];
    assert.match(top?.functionName ?? '', /Later/);
    assert.equal(top?.location.lineNumber, line - 1);
  });

  await context.test('changes of a stopped page are applied when it continues', async () => {
    const held = await client.edit('$"new {count}"', '$"newer {count}"');
    assert.deepEqual(held, { kind: 'held', until: 'continued' });
    const applied = client.next();
    await page.send('Debugger.resume');
    assertApplied(await applied);
    await page.press('count');
    await page.untilTrue(titleIs('newer 3'));
  });

  await context.test('a reloaded page has all changes, and its breakpoints stop', async () => {
    const ready = page.event('Mono.runtimeReady');
    await page.send('Page.reload');
    await ready;
    await page.shown('count');
    const stop = page.event('Debugger.paused');
    await page.press('later');
    const [top] = (await stop).callFrames ?? [];
    assert.equal(top?.location.lineNumber, (await client.lineWith('// later')) - 1);
    await page.send('Debugger.resume');
    await page.press('count');
    await page.untilTrue(titleIs('newer 1'));
  });

  await context.test('errors are told with their place, and the repair is applied', async () => {
    const outcome = await client.edit('count++;', 'count+;');
    assert.ok(outcome.kind === 'errors', JSON.stringify(outcome));
    assert.ok(outcome.diagnostics.some(({ place }) => place?.path.endsWith('Reloaded.razor')));
    assertApplied(await client.edit('count+;', 'count += 10;'));
    await page.press('count');
    await page.untilTrue(titleIs('newer 11'));
  });
});
