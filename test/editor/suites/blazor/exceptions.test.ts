import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { goOn, pressStop, type Stop } from '../debugView.ts';
import { ask } from '../pageDriver.ts';
import { bound, clickOnceIdle } from './client.ts';
import { useBlazor } from './fixture.ts';
import { frameOf, inPage } from './stops.ts';

type Info = DebugProtocol.ExceptionInfoResponse['body'];

const throwing = 'Pages/Throwing.razor';
const caught = 'Caught Exceptions';
const uncaught = 'Uncaught Exceptions';

describe('Exceptions in C#', () => {
  const fixture = useBlazor();

  after(() => tick());

  /** Ticks these filters, and no others. */
  async function tick(...labels: readonly string[]): Promise<void> {
    await ask({ do: 'tick exceptions', labels });
  }

  /** Runs a session of the debugger of pages, whose filters the editor lists from then on. */
  async function listFilters(): Promise<void> {
    const { client, view } = fixture;
    const program = client.path('wwwroot/shout.js');
    const configuration = { type: 'node', request: 'launch', name: 'Script', program };
    await vscode.debug.startDebugging(undefined, configuration);
    await view.ended();
  }

  /** Opens the page that throws, and asserts that nothing stops until then. */
  async function openPage(root: vscode.DebugSession): Promise<vscode.DebugSession> {
    const { view } = fixture;
    const page = await view.page(root);
    await shows(page, '#inc:enabled', 'Click me');
    await inPage(page, `Blazor.navigateTo('/throwing')`);
    await shows(page, '#order', 'Order');
    return page;
  }

  /** Resolves when the page shows an element with this text. A stop before that is an error. */
  async function shows(page: vscode.DebugSession, selector: string, text: string): Promise<void> {
    const { view } = fixture;
    const shown = `document.querySelector('${selector}')?.textContent`;
    await view.untilAnswered(`the page shows ${text}`, async () => {
      const stop = view.takeStop(page);
      if (stop !== undefined) throw new Error(`The page has stopped: ${await describeStop(stop)}`);
      // Between two documents expressions can't be evaluated.
      return (await inPage(page, shown).catch(() => '')) === `'${text}'` ? true : undefined;
    });
  }

  async function describeStop({ session, threadId }: Stop): Promise<string> {
    const [info, stack] = await Promise.allSettled([
      session.customRequest('exceptionInfo', { threadId }),
      session.customRequest('stackTrace', { threadId, levels: 8 }),
    ]);
    return JSON.stringify([info, stack]);
  }

  /** The next stop, which must be at the page's line with this text. */
  async function stopAt(page: vscode.DebugSession, text: string): Promise<Stop> {
    const { client, view } = fixture;
    const stop = await view.stop(page);
    const { path, place } = await frameOf(stop);
    assert.equal(path, client.path(throwing));
    assert.equal(`Pages/${place}`, await client.place(throwing, text));
    return stop;
  }

  /**
   * Asserts what a stop at the line with this text says of an exception, in the session and in the editor, and
   * continues.
   */
  async function passException(
    page: vscode.DebugSession,
    text: string,
    title: string,
    methods: readonly string[],
  ): Promise<void> {
    const stop = await stopAt(page, text);
    const { threadId } = stop;
    const info = (await page.customRequest('exceptionInfo', { threadId })) as Info;
    assert.equal(info.exceptionId, title);
    const stack = info.details?.stackTrace ?? '';
    const line = await fixture.client.lineOf(throwing, text);
    const place = `${fixture.client.path(throwing)}:${line}:`;
    assert.ok(stack.includes(`at ${methods[0]} (${place}`), stack);
    for (const method of methods) assert.ok(stack.includes(`at ${method} (`), stack);
    const [shown = ''] = await ask({ do: 'read', selector: '.exception-widget', text: title });
    assert.ok(shown.includes(`Exception has occurred: ${title}`), shown);
    assert.ok(shown.includes(`Throwing.razor:${line}:`), shown);
    await goOn(stop);
  }

  it('stop where they are thrown, by filters ticked before F5, with type, message and stack', async () => {
    const { client, view } = fixture;
    const filters: string[] = [];
    view.track('*', ({ parentSession }) => ({
      onWillReceiveMessage: (message: DebugProtocol.SetExceptionBreakpointsRequest) => {
        if (message.command !== 'setExceptionBreakpoints' || parentSession === undefined) return;
        const { filterOptions = [] } = message.arguments;
        filters.push(filterOptions.map(({ filterId }) => filterId).join());
      },
    }));
    await listFilters();
    await tick(caught, uncaught);
    filters.length = 0;
    const root = await client.start(view);
    const page = await openPage(root);
    assert.ok(filters.length > 0 && filters.every((one) => one === 'all,uncaught'), filters.join());

    const [take, check] = ['Take', 'Check'].map((name) => `BlazorApp.Pages.Throwing.${name}`);
    const empty = 'System.InvalidOperationException: The cart is empty';
    const isUnhandled = '(not handled by an error boundary, so Blazor shows its error bar)';
    await clickOnceIdle(view, page, 'check');
    await passException(page, 'throw new Invalid', empty, [take ?? '', check ?? '']);
    await shows(page, '#shown', 'The cart is empty');

    await tick(uncaught);
    await clickOnceIdle(view, page, 'order');
    const order = 'BlazorApp.Pages.Throwing.Order';
    await passException(page, 'throw new Invalid', `${empty} ${isUnhandled}`, [take ?? '', order]);
    await clickOnceIdle(view, page, 'later');
    const late = `System.TimeoutException: The shop does not answer ${isUnhandled}`;
    await passException(page, 'throw new Timeout', late, ['BlazorApp.Pages.Throwing.OrderLater']);

    // A condition, between exceptions that are caught and one that is not.
    const position = new vscode.Position((await client.lineOf(throwing, 'ordered')) - 1, 0);
    const place = new vscode.Location(vscode.Uri.file(client.path(throwing)), position);
    const breakpoint = new vscode.SourceBreakpoint(place, true, 'count == 2');
    vscode.debug.addBreakpoints([breakpoint]);
    await bound(view, page, breakpoint);
    await clickOnceIdle(view, page, 'each');
    await goOn(await stopAt(page, 'ordered'));
    await passException(page, 'throw new Invalid', `${empty} ${isUnhandled}`, [take ?? '']);
    await pressStop(root);
  });
});
