// Steps from C# into the JavaScript that it calls, and back, through the relay, the debug proxy and a browser.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { serveClient } from '../../../../tools/fixtures/dotnet/servedClient.ts';
import { replaceIn } from '../../../../tools/fixtures/replaceIn.ts';
import { PageSession } from './pageSession.ts';

const limit = { timeout: 240_000 };

/** Calls JavaScript in each of the ways that C# has. */
const source = `using System.Runtime.InteropServices.JavaScript;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

public partial class Calling : ComponentBase
{
    private static IJSRuntime? script;

    [Inject]
    public IJSRuntime Script { set => script = value; }

    [JSImport("globalThis.louder")]
    private static partial string Louder(string name);

    [JSInvokable]
    public static async Task<string> CallOut()
    {
        var first = ((IJSInProcessRuntime)script!).Invoke<string>("louder", "a"); // blazor
        var second = Louder(first); // imported
        var third = await script!.InvokeAsync<string>("louder", second); // awaited
        var root = ((IJSInProcessRuntime)script!).Invoke<double>("Math.sqrt", third.Length); // native
        var text = first + second + root;
        return text + third;
    }
}
`;

const louder = `globalThis.louder = function louder(name) {
  const text = name + '!';
  return text;
};
`;

/** Each call by the mark of its line, and a way to leave the script. */
const calls = [
  ['// blazor', 'stepOut'],
  ['// imported', 'stepOver'],
  ['// awaited', 'stepInto'],
] as const;

/** How many steps may lead through a generated method. */
const maxSteps = 50;

const client = serveClient(async (fixture) => {
  await fixture.write('BlazorApp/Calling.cs', source);
  await fixture.write('BlazorApp/wwwroot/louder.js', louder);
  const [page, project] = ['wwwroot/index.html', 'BlazorApp.csproj'].map((name) =>
    fixture.path('BlazorApp', name),
  ) as [string, string];
  await replaceIn(page, '<div id="app">', '<script src="louder.js"></script><div id="app">');
  await replaceIn(fixture.path('BlazorApp/Pages/Home.razor'), '<Adder />', '<Adder /><Calling />');
  const unsafe = '<AllowUnsafeBlocks>true</AllowUnsafeBlocks></PropertyGroup>';
  await replaceIn(project, '</PropertyGroup>', unsafe);
});

/** The line, from 1, of the class that has this text. */
function lineWith(text: string): number {
  return source.split('\n').findIndex((line) => line.includes(text)) + 1;
}

/** A page that calls out, and where it has paused. */
class CallingPage {
  readonly page: PageSession;
  readonly #places: string[] = [];
  /** The functions on the stack at the last pause. */
  stack: readonly string[] = [];

  private constructor(page: PageSession) {
    this.page = page;
    page.hear('Debugger.paused', ({ callFrames = [] }) => {
      const { functionName = '', location } = callFrames[0] ?? {};
      this.#places.push(`${functionName.split('.').at(-1)} ${(location?.lineNumber ?? -2) + 1}`);
      this.stack = callFrames.map((frame) => frame.functionName);
    });
  }

  static async open(context: TestContext, justMyCode: boolean): Promise<CallingPage> {
    const page = await PageSession.open(context, { justMyCode });
    const ready = page.event('Mono.runtimeReady');
    await page.send('Page.navigate', { url: client().url });
    await ready;
    return new CallingPage(page);
  }

  /** The function and the line, from 1, of the last pause. */
  get place(): string | undefined {
    return this.#places.at(-1);
  }

  /** Has the page call out once it can; resolves when it has paused. */
  async call(): Promise<void> {
    const paused = this.page.paused();
    await this.page.evaluate(`(function call() {
      if (!document.querySelector('#inc:enabled')) return void setTimeout(call, 50);
      setTimeout(function callOut() {
        DotNet.invokeMethodAsync('BlazorApp', 'CallOut').then((text) => (globalThis.called = text));
      });
    })()`);
    await paused;
  }

  /** Steps; resolves to where that ends. */
  async step(way: 'stepOver' | 'stepInto' | 'stepOut'): Promise<string | undefined> {
    const paused = this.page.paused();
    await this.page.send(`Debugger.${way}`);
    await paused;
    return this.place;
  }

  /** Steps in one way until that ends at a place. */
  async stepUntil(way: 'stepOver' | 'stepInto', place: string): Promise<void> {
    const places: (string | undefined)[] = [this.place];
    while (places.at(-1) !== place) {
      assert.ok(places.length < maxSteps, places.join());
      places.push(await this.step(way));
    }
  }

  /** Lets the page run; resolves once all calls are over. */
  async finish(): Promise<void> {
    await this.page.send('Debugger.resume');
    await this.page.untilTrue(`globalThis.called === 'a!a!!2a!!!'`);
    await this.page.evaluate('delete globalThis.called');
  }
}

for (const justMyCode of [true, false]) {
  test(
    `steps go from C# into the script that it calls and back, with Just My Code ${justMyCode ? 'on' : 'off'}`,
    limit,
    async (context) => {
      const calling = await CallingPage.open(context, justMyCode);
      await calling.page.breakAt('Calling.cs', lineWith('// blazor'));
      for (let round = 0; round < 2; round++) {
        await calling.call();
        for (const [mark, way] of calls) {
          const line = lineWith(mark);
          assert.equal(calling.place, `CallOut ${line}`);
          await calling.stepUntil('stepInto', 'louder 2');
          const [script, ...callers] = calling.stack;
          assert.equal(script, 'louder');
          // Neither WebAssembly nor functions of .NET's scripts.
          for (const one of callers) assert.match(one, /^External Code$|^Calling\.|^callOut$/);
          await calling.step(way);
          // There may be more stops: at the end of the script, in the line that called.
          await calling.stepUntil('stepOver', `CallOut ${line + 1}`);
        }
        // A function of the browser is stepped over.
        await calling.stepUntil('stepInto', `CallOut ${lineWith('var text')}`);
        await calling.finish();
      }
    },
  );
}

test(
  'a page that is let run in a script that a step has led to does not stop again',
  limit,
  async (context) => {
    const calling = await CallingPage.open(context, true);
    await calling.page.breakAt('Calling.cs', lineWith('// awaited'));
    await calling.call();
    await calling.stepUntil('stepInto', 'louder 2');
    await calling.finish();
    assert.equal(calling.place, 'louder 2');
  },
);

test(
  'an app stops at its start and in scripts after a step out of the last function',
  limit,
  async (context) => {
    const { page } = await CallingPage.open(context, true);
    await page.breakAt('Program.cs', 5);
    const stopInScript = async (): Promise<void> => {
      const stop = page.paused();
      await page.evaluate(`setTimeout(() => { louder('a'); })`);
      assert.equal(await stop, 'louder');
    };
    const at = { urlRegex: 'louder\\.js', lineNumber: 1 };
    await page.send('Debugger.setBreakpointByUrl', at);
    await stopInScript();
    const caller = page.paused();
    await page.send('Debugger.stepOut');
    assert.equal(await caller, '');
    const resumed = page.event('Debugger.resumed');
    await page.send('Debugger.stepOut');
    await resumed;

    const start = page.paused();
    await page.send('Page.reload');
    assert.equal(await start, 'Program.Main');
    await page.send('Debugger.resume');
    await page.shown('inc');
    await stopInScript();
  },
);
