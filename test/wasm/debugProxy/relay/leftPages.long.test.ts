// Pages that are left at each moment in each way, one after the other.

import { test } from 'node:test';
import { serveClient } from '../../../../tools/fixtures/dotnet/servedClient.ts';
import { leaveApp, limit, moments, openApp, setBreakpoints, ways } from './leftPage.ts';
import { PageSession } from './pageSession.ts';

const client = serveClient();

for (const [title, moment] of Object.entries(moments)) {
  test(`a page that is left while ${title} is debugged when it returns`, limit, async (context) => {
    const page = await setBreakpoints(await PageSession.open(context), client().url);
    for (const way of Object.values(ways)) {
      await leaveApp(page, moment, way, await openApp(page));
    }
    await openApp(page);
  });
}
