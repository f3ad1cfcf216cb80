import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { findCompilerCall } from '../../../src/dotnet/hotReload/compilerCall.ts';
import { prepareCompilerProgram } from '../../../src/dotnet/hotReload/compilerProgram.ts';
import { UpdateCompiler } from '../../../src/dotnet/hotReload/updateCompiler.ts';
import { HotReloadHandlers } from '../../../src/wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import type { Outcome } from '../../../src/wasm/hotReload/hotReloadTable.ts';
import { PageHotReload } from '../../../src/wasm/hotReload/pageHotReload.ts';
import { SourceTexts } from '../../../src/wasm/hotReload/sourceTexts.ts';
import { UpdateJournal } from '../../../src/wasm/hotReload/updateJournal.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { layOutWebRoot } from '../../../tools/fixtures/dotnet/staticWebAssets.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { replaceIn } from '../../../tools/fixtures/replaceIn.ts';
import { startStaticServer } from '../../../tools/fixtures/web/staticServer.ts';
import { PageSession } from '../debugProxy/relay/pageSession.ts';

const source = join(import.meta.dirname, '../../../media/hotReload/updateCompiler.cs');
const options = { clock: systemClock, watchdog: noWatchdog, grace: () => 1_000 };

/** A client from the SDK's template that is debugged with hot reload. */
export class RealClient {
  readonly page: PageSession;
  readonly #folder: string;
  readonly #hotReload: PageHotReload;
  readonly #told: Outcome[] = [];
  #hear: (outcome: Outcome) => void = () => {};

  /** Builds a client whose first page has a component, and loads it under a debugger. */
  static async open(context: TestContext, component: string): Promise<RealClient> {
    const fixture = await DotnetFixture.of(context);
    await fixture.client('Shop');
    const folder = fixture.path('Shop');
    await writeFile(join(folder, 'Reloaded.razor'), component);
    await replaceIn(join(folder, 'Pages', 'Home.razor'), '<Adder />', '<Adder /><Reloaded />');
    const project = join(folder, 'Shop.csproj');
    await fixture.run('build', project);
    const assembly = join(folder, 'bin', 'Debug', 'net10.0', 'Shop.dll');
    await layOutWebRoot(assembly, fixture.path('served'));
    const server = await startStaticServer(fixture.path('served'));
    afterTest(context, () => server.close());
    const compiler = await startCompiler(context, project, fixture);
    const handlers = new HotReloadHandlers(systemClock);
    const page = await PageSession.open(context, { hotReload: handlers });
    const texts = await SourceTexts.of(compiler.documents, (path) =>
      readFile(path, 'utf8').catch(() => undefined),
    );
    const symbols = await readFile(join(folder, 'obj', 'Debug', 'net10.0', 'Shop.pdb'));
    const client = new RealClient(page, folder, (told) => {
      return new PageHotReload({
        clock: systemClock,
        page: handlers.page,
        compiler,
        texts,
        journal: new UpdateJournal(new Map([['Shop', symbols]])),
        told,
      });
    });
    afterTest(context, async () => client.#hotReload.dispose());
    const ready = page.event('Mono.runtimeReady');
    await page.send('Page.navigate', { url: server.url });
    await ready;
    await page.shown('count');
    return client;
  }

  private constructor(
    page: PageSession,
    folder: string,
    open: (told: (outcome: Outcome) => void) => PageHotReload,
  ) {
    this.page = page;
    this.#folder = folder;
    this.#hotReload = open((outcome) => {
      this.#told.push(outcome);
      this.#hear(outcome);
    });
  }

  get phase(): string {
    return this.#hotReload.state.phase;
  }

  /** Replaces a text in the component and saves it. Resolves to what came of it first. */
  async edit(before: string, after: string): Promise<Outcome> {
    const path = join(this.#folder, 'Reloaded.razor');
    await replaceIn(path, before, after);
    const outcome = this.next();
    this.#hotReload.saved([path]);
    return await outcome;
  }

  /** Resolves to the next outcome. */
  next(): Promise<Outcome> {
    return new Promise((resolve) => (this.#hear = resolve));
  }

  /** Returns the line, counted from 1, with a text in the component. */
  async lineWith(text: string): Promise<number> {
    const component = await readFile(join(this.#folder, 'Reloaded.razor'), 'utf8');
    return component.split('\n').findIndex((line) => line.includes(text)) + 1;
  }
}

async function startCompiler(
  context: TestContext,
  project: string,
  { dotnet }: DotnetFixture,
): Promise<UpdateCompiler> {
  const call = await findCompilerCall(project, {}, dotnet);
  if (call === undefined) throw new Error('MSBuild does not call the compiler.');
  const plan = await prepareCompilerProgram(source, call, dotnet);
  const { capabilities } = call;
  const compiler = await UpdateCompiler.start(
    plan,
    { projects: [call.project], capabilities },
    options,
  );
  afterTest(context, () => compiler.close());
  return compiler;
}
