import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';
import { PageSession, type PageSessionOptions } from '../relay/pageSession.ts';
import { type Bench, hasSource, setBreakpoints } from './cases.ts';
import type { Area } from './case.ts';
import { StoppingPage, type Texts } from './page.ts';
import { sources } from './sources.ts';

/** Runs an area on the page's request. */
function entry(areas: readonly Area[]): string {
  const arms = areas
    .filter(hasSource)
    .map(({ type }) => `        "${type}" => Suite.${type}.Run(),`);
  return `using Microsoft.JSInterop;

public static class Entry
{
    [JSInvokable]
    public static Task RunArea(string name) => name switch
    {
${arms.join('\n')}
        _ => throw new ArgumentException(name),
    };
}
`;
}

/** Writes the areas' C# into a client. */
export async function writeSources(folder: string, areas: readonly Area[]): Promise<void> {
  for (const [name, text] of sources) await writeFile(join(folder, name), text);
  await writeFile(join(folder, 'Entry.cs'), entry(areas));
}

/** Opens a client's page with a breakpoint at each stop. */
export async function openBench(
  context: TestContext,
  areas: readonly Area[],
  url: string,
  options: PageSessionOptions = {},
): Promise<Bench> {
  const texts: Texts = new Map();
  const failures: string[] = [];
  const session = await PageSession.open(context, {
    ...options,
    breakpointTexts: {
      at: (path, line) => texts.get(`${basename(path)}:${line}`),
      failed: (_path, _line, message) => void failures.push(message),
    },
  });
  const bench: Bench = { url, page: new StoppingPage(session), texts, failures };
  await setBreakpoints(areas, bench);
  const ready = session.event('Mono.runtimeReady');
  await session.send('Page.navigate', { url });
  await ready;
  return bench;
}
