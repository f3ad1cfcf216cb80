// Pages of real clients through the relay, the debug proxy and a browser.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { afterTest } from '../../../support/afterTest.ts';
import { DotnetRoom } from '../../../support/dotnet.ts';
import { replaceIn } from '../../../support/replaceIn.ts';
import { type StaticServer, startStaticServer } from '../../../support/staticServer.ts';
import { layOutWebRoot } from '../../../support/staticWebAssets.ts';
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

let room: DotnetRoom;
let server: StaticServer;

before(async () => {
  room = await DotnetRoom.make();
  await room.client('BlazorApp');
  await room.project('Visited/Visited.csproj');
  await room.write('Visited/Greeting.cs', greeting);
  await room.write('BlazorApp/Visit.razor', visit);
  await replaceIn(room.path('BlazorApp', 'Pages', 'Home.razor'), '<Adder />', '<Adder /><Visit />');
  await replaceIn(room.path('BlazorApp', 'BlazorApp.csproj'), '</Project>', references);
  await room.run('build', room.path('BlazorApp'));
  const assembly = room.path('BlazorApp', 'bin', 'Debug', 'net10.0', 'BlazorApp.dll');
  await layOutWebRoot(assembly, room.path('served'));
  server = await startStaticServer(room.path('served'));
}, limit);
after(async () => {
  await server?.close();
  await room.remove();
});

test(
  'a breakpoint in an assembly that is loaded later stops at its first visit',
  limit,
  async (context) => {
    const page = await PageSession.open(context);
    await page.breakAt('Greeting.cs', 7);
    const ready = page.event('Mono.runtimeReady');
    await page.send('Page.navigate', { url: server.url });
    await ready;
    const stop = page.paused();
    await page.evaluate(`setTimeout(function visit() {
    if (document.querySelector('#inc:enabled')) document.querySelector('#visit').click();
    else setTimeout(visit, 50);
  })`);
    assert.equal(await stop, 'Visited.Greeting.Make');
  },
);

test(
  'breakpoints stop at each start of the app when its site was left for another',
  limit,
  async (context) => {
    const other = await startStaticServer(room.path('served'));
    afterTest(context, () => other.close());
    const page = await PageSession.open(context);
    await page.breakAt('Program.cs', 5);
    for (let round = 0; round < 4; round++) {
      const stop = page.paused();
      const { url } = round % 2 === 0 ? server : other;
      await page.send('Page.navigate', {
        url: round % 2 === 0 ? url : url.replace('127.0.0.1', 'localhost'),
      });
      assert.equal(await stop, 'Program.Main', `round ${round}`);
      await page.send('Debugger.resume');
    }
  },
);

test('C# is debugged in a page that was left while its runtime started', limit, async (context) => {
  const page = await PageSession.open(context);
  await page.breakAt('Program.cs', 5);
  for (const url of [server.url, server.url.replace('127.0.0.1', 'localhost')]) {
    const starting = page.event('Debugger.scriptParsed', ({ url: script }) =>
      /dotnet\.runtime/.test(script ?? ''),
    );
    await page.send('Page.navigate', { url });
    await starting;
    const left = page.event('Page.frameNavigated');
    await page.send('Page.navigate', { url: `${url}index.html` });
    await left;
    assert.equal(await page.paused(), 'Program.Main');
    await page.send('Debugger.resume');
  }
});
