// How long a page stands at a breakpoint in C# whose condition is false, compared with the debug
// proxy alone, and with a stop that is resumed at once.

import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { Page } from '../../src/browser/page/page.ts';
import { systemClock } from '../../src/common/clock.ts';
import { Projects } from '../../src/dotnet/evaluate/projects.ts';
import { type DebugHost, findDebugHost } from '../../src/wasm/debugProxy/debugHost.ts';
import { afterTest } from '../fixtures/afterTest.ts';
import { DotnetFixture } from '../fixtures/dotnet/dotnetFixture.ts';
import { layOutWebRoot } from '../fixtures/dotnet/staticWebAssets.ts';
import { pollUntil } from '../fixtures/waiting.ts';
import { openBrowser } from '../fixtures/web/browsers.ts';
import { startStaticServer } from '../fixtures/web/staticServer.ts';
import { withFixtures } from './support/fixtureContext.ts';
import { connectDirectly, connectThroughRelays } from './falseHits/connect.ts';
import { PageDebugger } from './falseHits/pageDebugger.ts';
import { hitLine, hits, roundsPage, roundsSource } from './falseHits/roundsPage.ts';
import { atMost, quantile, type Result, result } from './support/results.ts';

/** The condition, which reads a field and a parameter, and never holds. */
const condition = `name == "tea" && number == ${hits}`;
/** What a user waits at most for a hit that doesn't stop, in milliseconds. */
const maxForHit = 50;
const rounds = 3;
/** The runs of a page; only the last one counts, since the first ones warm the debug proxy. */
const runs = 2;
/** How long a run may take, in milliseconds. */
const patience = 300_000;
/** How long a page is left alone before a run, in milliseconds. */
const rest = 2_000;

/** A way to hit the breakpoint. */
type Way = 'ours' | 'proxy alone' | 'resumed at once';

interface Client {
  readonly host: DebugHost;
  readonly url: string;
}

export function measureFalseHits(): Promise<Result[]> {
  return withFixtures(async (context) => {
    const client = await serveRounds(context);
    const times: Record<Way, number[]> = { ours: [], 'proxy alone': [], 'resumed at once': [] };
    for (let round = 0; round < rounds; round++) {
      for (const way of ['ours', 'proxy alone', 'resumed at once'] as const) {
        times[way].push(...(await withFixtures((page) => measure(page, client, way))));
      }
    }
    return [
      ...compare('next to the debug proxy alone', times.ours, times['proxy alone'], maxForHit),
      ...compare('next to a stop that is resumed at once', times.ours, times['resumed at once']),
    ];
  });
}

function compare(
  what: string,
  ours: readonly number[],
  baseline: readonly number[],
  limit?: number,
): Result[] {
  return (
    [
      [0.5, 'p50'],
      [0.95, 'p95'],
    ] as const
  ).map(([share, name]) =>
    result(
      `a hit of a breakpoint in C# whose condition is false, ${what}, ${name}`,
      quantile(ours, share),
      quantile(baseline, share),
      limit === undefined ? undefined : atMost(limit, 'ms'),
    ),
  );
}

/** Builds and serves a client that has the page with the breakpoint. */
async function serveRounds(context: TestContext): Promise<Client> {
  const fixture = await DotnetFixture.of(context);
  await fixture.client('BlazorApp');
  await fixture.write(`BlazorApp/Pages/${roundsPage}`, roundsSource);
  await fixture.run('build', fixture.path('BlazorApp'));
  const projects = new Projects(fixture.dotnet);
  afterTest(context, () => projects.dispose());
  const facts = await projects.facts(fixture.path('BlazorApp'));
  const host = await findDebugHost(facts, fixture.dotnet.launchContext);
  await layOutWebRoot(facts.targetPath, fixture.path('served'));
  const server = await startStaticServer(fixture.path('served'));
  afterTest(context, () => server.close());
  return { host, url: server.url };
}

/** The times of the hits in a new page, in milliseconds. */
async function measure(context: TestContext, { host, url }: Client, way: Way): Promise<number[]> {
  const browser = await openBrowser(context);
  const uri =
    way === 'proxy alone'
      ? await connectDirectly(context, browser, host)
      : await connectThroughRelays(context, browser, host, {
          at: () => (way === 'ours' ? { condition } : undefined),
          failed: (_path, _line, message) => {
            throw new Error(message);
          },
        });
  const page = await PageDebugger.attach(context, uri);
  await page.open(url);
  const view = await Page.first(browser.pages, systemClock);
  const ask = <T extends z.ZodMiniType>(expression: string, schema: T) =>
    view.evaluate(expression, schema);
  await pollUntil('the app is rendered', patience, () =>
    ask(`document.querySelector('#app h1') !== null`, z.boolean()),
  );
  await ask(`void Blazor.navigateTo('rounds')`, z.unknown());
  await page.breakAt(roundsPage, hitLine, way === 'proxy alone' ? condition : '');
  const stops = page.resumeStops();
  let times: number[] = [];
  for (let run = 1; run <= runs; run++) {
    await pause(rest);
    await ask(`setTimeout(() => document.querySelector('#run').click())`, z.unknown());
    await pollUntil('the run is over', patience, () =>
      ask(`document.querySelector('#times')?.dataset.runs === '${run}'`, z.boolean()),
    );
    const written = await ask(`document.querySelector('#times').textContent`, z.string());
    times = z.array(z.number()).parse(JSON.parse(written));
  }
  const expected = way === 'resumed at once' ? hits * runs : 0;
  if (stops.count !== expected) throw new Error(`${way}: ${stops.count} stops, not ${expected}.`);
  return times;
}
