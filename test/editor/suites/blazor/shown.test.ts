import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { goOn, pressStop } from '../debugView.ts';
import { ask } from '../pageDriver.ts';
import { Client, click, messageAt } from './client.ts';
import { useBlazor } from './fixture.ts';
import { inPage, ready, stackOf } from './stops.ts';

describe('The display of a session', () => {
  const fixture = useBlazor();

  it('has one entry in the call stack, named after the project, and one console for all', async () => {
    const { client, view } = fixture;
    await client.breakAt('Calc.cs', 'var sum');
    const root = await client.start(view);
    const page = await view.page(root);
    await ready(view, page);
    await inPage(page, 'console.log("words of the app")');
    click(page, 'inc');
    const stop = await view.stop();
    const sources = (await stackOf(stop)).map(({ source }) => source);
    // The click itself is an expression that the console evaluates.
    const others = new Set(sources.filter((source) => source !== 'repl'));
    assert.deepEqual([...others], ['Calc.cs', 'Adder.razor', '[Framework]']);
    const named = await ask({ do: 'read call stack', text: 'BlazorApp' });
    assert.deepEqual(named, ['BlazorApp']);
    assert.deepEqual([page.name, page.parentSession?.name], ['BlazorApp', 'BlazorApp']);
    const console = await ask({ do: 'read console', text: 'words of the app' });
    // Earlier lines are out of view.
    for (const expected of ['Starting .NET in the page…', 'Time until', 'words of the app']) {
      assert.ok(console.join('\n').includes(expected), `${expected} in ${console.join('\n')}`);
    }
    await goOn(stop);
    await pressStop(root);
    await view.ended();
  });

  it('a phase with its previous duration at all times until the app runs', async () => {
    const { client, view } = fixture;
    await client.breakAt('Program.cs', 'var builder');
    const previous = await client.start(view);
    await view.stop();
    await pressStop(previous);
    await view.ended();
    await ask({ do: 'watch status bar', text: `${client.name}: ` });
    const before = view.console.length;
    const root = await client.start(view);
    await view.stop();
    const console = view.console.slice(before);
    // A build that takes longer than a second also announces itself, with the project's name.
    const phases = console.match(/^(?!.*BlazorApp…).*…( \(\d+\.\d s last time\))?$/gm) ?? [];
    const [first = ''] = console.split('\n');
    // Nothing is shown before the first phase, and each has its previous duration.
    assert.equal(phases[0], first, console);
    assert.match(first, /^Evaluating the project…/);
    for (const phase of phases) assert.match(phase, / \(\d+\.\d s last time\)$/);
    for (const phase of ['Building…', 'Starting .NET in the page…']) {
      assert.ok(
        phases.some((one) => one.startsWith(phase)),
        `${phase} in ${console}`,
      );
    }
    await assertShownWithoutGap(phases);
    await pressStop(root);
    await view.ended();
  });

  it('explains a breakpoint that stays unbound, at the breakpoint and in the console', async () => {
    const { client, view } = fixture;
    const answers: DebugProtocol.SetBreakpointsResponse[] = [];
    view.track('ide-session', () => ({
      onDidSendMessage: (message: DebugProtocol.SetBreakpointsResponse) => {
        if (message.command === 'setBreakpoints') answers.push(message);
      },
    }));
    const elsewhere = new Client(process.env['SECOND_CLIENT'] ?? '');
    const breakpoint = await elsewhere.breakAt('Calc.cs', 'var sum');
    const root = await client.start(view);
    const warning = `The breakpoint at ${await elsewhere.place('Calc.cs', 'var sum')} is not bound. `;
    await view.says(warning);
    // In the selected console.
    await ask({ do: 'read console', text: warning.trim() });
    assert.match(
      await messageAt(view, root, breakpoint),
      /^No assembly of the app was compiled from this file/,
    );
    assert.ok(answers.length > 0);
    for (const { body } of answers) assert.ok(Array.isArray(body.breakpoints));
    await pressStop(root);
    await view.ended();
  });
});

/**
 * Asserts that the status bar has always shown a phase of the console, from the start of the server at the
 * latest to the last one: the editor delays what it shows by 150 ms, in which all before may be over.
 */
async function assertShownWithoutGap(phases: readonly string[]): Promise<void> {
  const recorded = await ask({ do: 'read watched status bar' });
  const first = recorded.findIndex((text) => text !== '');
  const last = recorded.findLastIndex((text) => text !== '');
  const places = recorded
    .slice(first, last + 1)
    .map((text) => phases.findLastIndex((phase) => text.endsWith(phase)));
  const report = `${recorded.join('\n')}\nin\n${phases.join('\n')}`;
  const serving = phases.findLastIndex((phase) => phase.startsWith('Starting the server…'));
  assert.ok(places.length > 0 && !places.includes(-1), report);
  assert.ok((places[0] ?? phases.length) <= serving, report);
  assert.equal(places.at(-1), phases.length - 1, report);
}
