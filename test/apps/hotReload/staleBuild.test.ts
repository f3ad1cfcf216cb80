import assert from 'node:assert/strict';
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findStale } from '../../../src/apps/hotReload/staleBuild.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { symbolsOf } from '../../wasm/hotReload/symbols.ts';

const pageUp = new Date('2026-01-01T12:00:00Z');
const minute = 60_000;

/** A client that was built from some sources a minute before its page was up. */
class Build {
  readonly path: (name: string) => string;
  readonly #assembly: string;
  readonly #sources: readonly string[];

  static async of(context: TestContext, ...names: readonly string[]): Promise<Build> {
    const folder = await temporaryFolder(context);
    const build = new Build(folder, names);
    await build.writtenAt(pageUp.getTime() - minute);
    return build;
  }

  private constructor(folder: string, names: readonly string[]) {
    this.path = (name) => join(folder, name);
    this.#assembly = this.path('Client.dll');
    this.#sources = names.map((name) => this.path(name));
  }

  /** Its assembly was written at this time. */
  async writtenAt(time: number): Promise<void> {
    await writeFile(this.#assembly, '');
    await utimes(this.#assembly, time / 1_000, time / 1_000);
  }

  /** What is found if a compiler has these sources. */
  findStale(...names: readonly string[]): Promise<string | undefined> {
    const client = {
      path: this.path('Client.csproj'),
      arguments: ['/noconfig', '/generatedfilesout:Made'],
      assembly: this.#assembly,
    };
    const symbols = symbolsOf(
      this.#sources.map((path, index) => ({ row: index + 1, path, lines: [1] })),
    );
    return findStale({
      projects: [client],
      built: { projects: [client], symbols: new Map([['Client', symbols]]) },
      documents: names.map((name) => this.path(name)),
      sources: new Map(),
      since: pageUp,
    });
  }
}

test('a compiler that has the sources of the build has what runs', async (context) => {
  const build = await Build.of(context, 'A.cs', 'Home.razor');
  assert.equal(await build.findStale('A.cs', 'Home.razor'), undefined);
});

test('a source that was removed before the page was up is missing', async (context) => {
  const build = await Build.of(context, 'A.cs', 'Gone.cs');
  assert.equal(await build.findStale('A.cs'), build.path('Gone.cs'));
});

test('the compiler generates sources wherever the project lets it write them', async (context) => {
  const build = await Build.of(context, 'A.cs', 'Made/Generator/Part.cs', 'obj/Other.cs');
  assert.equal(await build.findStale('A.cs'), undefined);
});

test('an assembly that was built after the page was up is not the one that runs', async (context) => {
  const build = await Build.of(context, 'A.cs');
  await build.writtenAt(pageUp.getTime() + minute);
  assert.equal(await build.findStale('A.cs'), build.path('Client.dll'));
});
