// Pages of real clients through the relay, the debug proxy and a browser.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import type { BreakpointText } from '../../../../src/wasm/debugProxy/conditions/breakpointTexts.ts';
import { serveClient } from '../../../../tools/fixtures/dotnet/servedClient.ts';
import { replaceIn } from '../../../../tools/fixtures/replaceIn.ts';
import { addExceptions, exceptionCases, ExceptionPage } from './exceptionPage.ts';
import { PageSession } from './pageSession.ts';

const limit = { timeout: 240_000 };

const greeting = `namespace Visited;

public static class Greeting
{
    public static string Make()
    {
        return "first visit";
    }
}
`;

const visit = `@inject Microsoft.AspNetCore.Components.WebAssembly.Services.LazyAssemblyLoader Loader

<button id="visit" @onclick="Load">Visit</button>

@code {
    private string title = "";

    protected override void OnInitialized()
    {
        title = "Visit"; // initialized
    }

    private async Task Load()
    {
        await Loader.LoadAssembliesAsync(["Visited.wasm"]);
        Greet();
    }

    private static void Greet() => Console.WriteLine(Visited.Greeting.Make());
}
`;

const references = `  <ItemGroup>
    <ProjectReference Include="../Visited/Visited.csproj" />
    <BlazorWebAssemblyLazyLoad Include="Visited.wasm" />
  </ItemGroup>
</Project>`;

/** Each method is called with 0 to 3. */
const cases = `using Microsoft.JSInterop;

public class Cases
{
    private int currentCount;
    private string name = "tea";

    [JSInvokable]
    public static async Task<int> RunCases()
    {
        var cases = new Cases();
        var sum = 0;
        for (var i = 0; i < 4; i++)
        {
            cases.currentCount = i;
            sum += cases.InMember() + cases.InLambda(i) + await cases.InAsync(i) + InGeneric(i, "x");
        }
        return sum;
    }

    [JSInvokable]
    public static int Twice(int number)
    {
        return 2 * number; // twice
    }

    private int InMember()
    {
        return currentCount; // member
    }

    private int InLambda(int start)
    {
        var offset = 1;
        Func<int, int> add = n =>
        {
            return n + offset + currentCount; // lambda
        };
        return add(start);
    }

    private async Task<int> InAsync(int number)
    {
        var before = number;
        await Task.Yield();
        return before + name.Length; // async
    }

    private static int InGeneric<T>(T first, string second)
    {
        var text = second;
        return text.Length; // generic
    }
}
`;

const client = serveClient(async (fixture) => {
  await fixture.project('Visited/Visited.csproj');
  await fixture.write('Visited/Greeting.cs', greeting);
  await fixture.write('BlazorApp/Visit.razor', visit);
  await fixture.write('BlazorApp/Cases.cs', cases);
  await replaceIn(
    fixture.path('BlazorApp', 'Pages', 'Home.razor'),
    '<Adder />',
    '<Adder /><Visit />',
  );
  await addExceptions(fixture.path('BlazorApp'));
  await replaceIn(fixture.path('BlazorApp', 'BlazorApp.csproj'), '</Project>', references);
});

test(
  'a breakpoint in an assembly that is loaded later stops the first time',
  limit,
  async (context) => {
    const page = await PageSession.open(context);
    await page.breakAt('Greeting.cs', 7);
    const ready = page.event('Mono.runtimeReady');
    await page.send('Page.navigate', { url: client().url });
    await ready;
    const stop = page.paused();
    await page.press('visit');
    assert.equal(await stop, 'Visited.Greeting.Make');
  },
);

/** The line (from 1) of a case. */
function lineOf(name: string): number {
  return cases.split('\n').findIndex((line) => line.endsWith(`// ${name}`)) + 1;
}

/** Runs the cases with breakpoints; returns the functions that they stopped in, and the log. */
async function runCases(context: TestContext, written: Readonly<Record<string, BreakpointText>>) {
  const byLine = new Map(Object.entries(written).map(([name, text]) => [lineOf(name), text]));
  const failures: string[] = [];
  const page = await PageSession.open(context, {
    breakpointTexts: {
      at: (path, line) =>
        path === client().fixture.path('BlazorApp', 'Cases.cs') ? byLine.get(line) : undefined,
      failed: (_path, line, message) => void failures.push(`${line} ${message}`),
    },
  });
  for (const line of byLine.keys()) await page.breakAt('Cases.cs', line);
  const ready = page.event('Mono.runtimeReady');
  await page.send('Page.navigate', { url: client().url });
  await ready;
  const stops: (string | undefined)[] = [];
  const logged: unknown[] = [];
  page.hear('Debugger.paused', ({ callFrames }) => {
    stops.push(callFrames?.[0]?.functionName);
    void page.send('Debugger.resume');
  });
  page.hear('Runtime.consoleAPICalled', ({ args }) => void logged.push(args?.[0]?.value));
  const over = page.event('Runtime.consoleAPICalled', ({ args }) => args?.[0]?.value === 'over');
  await page.evaluate(`(function run() {
    if (!document.querySelector('#inc:enabled')) return void setTimeout(run, 50);
    DotNet.invokeMethodAsync('BlazorApp', 'RunCases').then(() => console.log('over'));
  })()`);
  await over;
  return { stops, logged, failures };
}

test(
  'conditions work in members, lambdas, async and generic methods, set before the page is loaded',
  limit,
  async (context) => {
    const { failures, stops } = await runCases(context, {
      member: { condition: 'currentCount == 2 && name is "tea"' },
      lambda: { condition: 'n == 2 && offset == 1' },
      async: { condition: 'before == 3' },
      generic: { condition: 'second is "y"' },
    });
    assert.deepEqual(failures, []);
    assert.equal(stops.length, 3, stops.join());
    for (const [index, name] of ['InMember', 'InLambda', 'InAsync'].entries()) {
      assert.match(stops[index] ?? '', new RegExp(name));
    }
  },
);

test('log messages format values as in C#, without a stop', limit, async (context) => {
  const { failures, logged, stops } = await runCases(context, {
    member: { logMessage: 'count {currentCount:D2} of {name}', condition: 'currentCount > 1' },
    async: { logMessage: '{name.Length + before}, {before == 1}', hitCondition: '>= 3' },
  });
  assert.deepEqual(failures, []);
  assert.deepEqual(stops, []);
  const messages = logged.filter((text) => /^count|^\d, /.test(String(text)));
  assert.deepEqual(messages, ['count 02 of tea', '5, False', 'count 03 of tea', '6, False']);
});

test('a condition that does not compile stops and reports the error', limit, async (context) => {
  const { failures, stops } = await runCases(context, { member: { condition: 'nothing == 1' } });
  assert.equal(stops.length, 4);
  assert.match(failures[0] ?? '', /nothing == 1: .*nothing.* does not exist/);
});

test(
  'breakpoints that are set and toggled during and after the start stop',
  limit,
  async (context) => {
    const page = await PageSession.open(context);
    const starting = page.event('Debugger.scriptParsed', ({ url = '' }) =>
      /dotnet\.runtime/.test(url),
    );
    const ready = page.event('Mono.runtimeReady');
    await page.send('Page.navigate', { url: client().url });
    await starting;
    const id = await page.breakAt('Calc.cs', 5);
    await page.toggle(id, 'Calc.cs', 5);
    await ready;
    const first = page.paused();
    await page.press('inc');
    assert.equal(await first, 'Calc.Add');
    await page.send('Debugger.resume');

    await page.toggle(id, 'Calc.cs', 5);
    await page.breakAt('Adder.razor', 11);
    const second = page.paused();
    await page.press('inc');
    assert.equal(await second, 'BlazorApp.Adder.Increment');
    const third = page.paused();
    await page.send('Debugger.resume');
    assert.equal(await third, 'Calc.Add');
    await page.send('Debugger.resume');
  },
);

/** Steps through a handler and the methods it calls, with the function where each ends. */
const walk = [
  ['stepOver', 'BlazorApp.Adder.Increment'],
  ['stepInto', 'Calc.Add'],
  ['stepOver', 'Calc.Add'],
  ['stepOut', 'BlazorApp.Adder.Increment'],
  ['stepOver', 'BlazorApp.Adder.Increment'],
  ['stepOver', 'BlazorApp.Adder.Increment'],
] as const;

for (const justMyCode of [true, false]) {
  test(
    `steps go over, into and out of C# and past the end, with Just My Code ${justMyCode ? 'on' : 'off'}`,
    limit,
    async (context) => {
      const page = await PageSession.open(context, { justMyCode });
      const ready = page.event('Mono.runtimeReady');
      await page.send('Page.navigate', { url: client().url });
      await ready;
      await page.breakAt('Adder.razor', 11);
      for (let round = 0; round < 3; round++) {
        const clicked = page.paused();
        await page.press('inc');
        assert.equal(await clicked, 'BlazorApp.Adder.Increment', `round ${round}`);
        for (const [way, place] of walk) {
          const stepped = page.paused();
          await page.send(`Debugger.${way}`);
          assert.equal(await stepped, place, `round ${round}, ${way}`);
        }
        await page.send('Debugger.stepOver');
        await page.untilTrue('6 * 7 === 42');
      }
    },
  );
}

/** Where steps out of a component's first method end, by steps. */
const leavings = [['stepInto', 'stepOut'], ['stepOver', 'stepOver'], ['stepOut']] as const;

for (const justMyCode of [true, false]) {
  test(
    `steps past the end of a component's start resume the page, with Just My Code ${justMyCode ? 'on' : 'off'}`,
    limit,
    async (context) => {
      const page = await PageSession.open(context, { justMyCode });
      const line = visit.split('\n').findIndex((text) => text.endsWith('// initialized')) + 1;
      await page.breakAt('Visit.razor', line);
      for (const ways of leavings) {
        const opened = page.paused();
        await page.send('Page.navigate', { url: client().url });
        assert.equal(await opened, 'BlazorApp.Visit.OnInitialized', ways.join());
        for (const way of ways.slice(0, -1)) {
          const stepped = page.paused();
          await page.send(`Debugger.${way}`);
          assert.equal(await stepped, 'BlazorApp.Visit.OnInitialized', way);
        }
        const ended = page.event('Debugger.resumed');
        await page.send(`Debugger.${ways.at(-1)}`);
        await ended;
        await page.shown('visit');
      }
    },
  );
}

/** A user's script that calls C#. */
const callingScript = `setTimeout(function callTwice() {
  debugger;
  const result = DotNet.invokeMethod('BlazorApp', 'Twice', 2);
  console.log('twice', result);
})`;

for (const justMyCode of [true, false]) {
  test(
    `steps from JavaScript through .NET end in JavaScript, with Just My Code ${justMyCode ? 'on' : 'off'}`,
    limit,
    async (context) => {
      const page = await PageSession.open(context, { justMyCode });
      const ready = page.event('Mono.runtimeReady');
      await page.send('Page.navigate', { url: client().url });
      await ready;
      await page.untilTrue(`document.querySelector('#inc:enabled') !== null`);
      const step = async (way: string): Promise<string | undefined> => {
        const stepped = page.paused();
        await page.send(`Debugger.${way}`);
        return await stepped;
      };

      const called = page.paused();
      await page.evaluate(callingScript);
      assert.equal(await called, 'callTwice');
      assert.equal(await step('stepOver'), 'callTwice');
      // Into Blazor, without a breakpoint in C#.
      assert.equal(await step('stepInto'), 'callTwice');
      await page.send('Debugger.resume');

      await page.breakAt('Cases.cs', lineOf('twice'));
      const again = page.paused();
      await page.evaluate(callingScript);
      assert.equal(await again, 'callTwice');
      assert.equal(await step('stepOver'), 'callTwice');
      assert.equal(await step('stepOver'), 'Cases.Twice');
      assert.equal(await step('stepOut'), 'callTwice');
      await page.send('Debugger.resume');
    },
  );
}

function exceptionsFile(): string {
  return client().fixture.path('BlazorApp', 'Exceptions.cs');
}

/** A page with filters that are set before it is loaded. */
async function openExceptions(context: TestContext): Promise<ExceptionPage> {
  const page = await PageSession.open(context);
  const exceptions = new ExceptionPage(page);
  await exceptions.filter('all');
  const ready = page.event('Mono.runtimeReady');
  await page.send('Page.navigate', { url: client().url });
  await ready;
  await page.untilTrue(`document.querySelector('#free:enabled') !== null`);
  return exceptions;
}

/** Many cases, on a busy machine. */
const longLimit = { timeout: 480_000 };

test('exceptions stop by where they are caught', longLimit, async (context) => {
  const exceptions = await openExceptions(context);
  assert.deepEqual(exceptions.takeStops(), [], 'the start of the runtime');
  const wrong: string[] = [];
  for (const filter of ['all', 'uncaught', 'none'] as const) {
    await exceptions.filter(filter);
    for (const [name, expected] of Object.entries(exceptionCases)) {
      const methods = filter === 'none' ? [] : expected[filter];
      if (methods === undefined) continue;
      wrong.push(...(await exceptions.check(name, methods)).map((text) => `${filter}: ${text}`));
    }
  }
  assert.deepEqual(wrong, []);
});

test('a step over caught exceptions ends in the next line', limit, async (context) => {
  const page = await PageSession.open(context);
  await page.send('Debugger.setPauseOnExceptions', { state: 'uncaught' });
  const lines = (await readFile(exceptionsFile(), 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.endsWith('// Stepped'));
  await page.breakAt('Exceptions.cs', line + 1);
  const ready = page.event('Mono.runtimeReady');
  await page.send('Page.navigate', { url: client().url });
  await ready;
  await page.untilTrue(`document.querySelector('#free:enabled') !== null`);
  const stopped = page.paused();
  await page.evaluate(
    `setTimeout(() => void DotNet.invokeMethodAsync('BlazorApp', 'ThrowCase', 'Stepped'))`,
  );
  assert.equal(await stopped, 'Exceptions.Stepped');
  const stepped = page.event('Debugger.paused');
  await page.send('Debugger.stepOver');
  const { callFrames: [top] = [] } = await stepped;
  assert.equal(top?.functionName, 'Exceptions.Stepped');
  assert.equal(top.location.lineNumber, line + 1);
  await page.send('Debugger.resume');
});

test(
  'exceptions have type, message and stack, and say what Blazor does',
  limit,
  async (context) => {
    const exceptions = await openExceptions(context);
    await exceptions.filter('uncaught');
    const [wrapped] = await exceptions.run('Wrapped');
    const [title, throwing, calling] = wrapped?.description.split('\n') ?? [];
    assert.equal(
      title,
      'System.InvalidOperationException: wrapped ---> System.NotSupportedException: thrown by a callee',
    );
    const file = exceptionsFile();
    assert.match(throwing ?? '', /^ {4}at Exceptions\.Wrapped \(.*:\d+:\d+\)$/);
    assert.ok(throwing?.includes(`(${file}:`), throwing);
    assert.match(calling ?? '', /^ {4}at Exceptions\.ThrowCase \(/);
    const ends = {
      bounded: 'handled by the error boundary ErrorBoundary',
      free: 'not handled by an error boundary, so Blazor shows its error bar',
    };
    for (const [button, end] of Object.entries(ends)) {
      const stop = await exceptions.press(button);
      assert.equal(stop?.method, 'exception BlazorApp.Thrower.Throw');
      assert.equal(stop.isUncaught, true);
      const text = `System.InvalidOperationException: thrown by a component (${end})\n`;
      assert.ok(stop.description.startsWith(text), stop.description);
    }
    await exceptions.page.untilTrue(
      `getComputedStyle(document.querySelector('#blazor-error-ui')).display === 'block'`,
    );
  },
);
