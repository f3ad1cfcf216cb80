import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetReload } from '../../../src/apps/hotReload/assetReload.ts';
import { ChangedApp } from '../../../src/apps/hotReload/changedApp.ts';
import { type AppProject, getRole } from '../../../src/apps/hotReload/changedFiles.ts';
import type { InputChange } from '../../../src/sessions/inputs/liveInputs.ts';
import type { LaunchStep } from '../../../src/sessions/runner.ts';
import type { HotReloadStatus } from '../../../src/wasm/hotReload/hotReloadPort.ts';
import {
  type HotReloadState,
  type Outcome,
  firstHotReload,
} from '../../../src/wasm/hotReload/hotReloadTable.ts';
import { SourceTexts } from '../../../src/wasm/hotReload/sourceTexts.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const projectAt = (path: string) => ({ path, arguments: [], assembly: '' });
const projects = [projectAt('/shop/Lib/Lib.csproj'), projectAt('/shop/Client/Client.csproj')];
const source = '/shop/Client/A.cs';

const roles = [
  [source, 'source'],
  ['/shop/Lib/Box.razor', 'source'],
  ['/shop/Client/Home.razor.css', 'scoped style'],
  ['/shop/Client/wwwroot/css/app.css', 'style'],
  ['/shop/Client/wwwroot/logo.PNG', 'image'],
  ['/shop/Client/wwwroot/index.html', 'asset'],
  ['/shop/Client/Home.razor.js', 'asset'],
  ['/shop/Client/Client.csproj', 'other'],
  ['/shop/Client/obj/Debug/A.cs', 'other'],
  ['/shop/Server/Program.cs', 'other'],
] as const;

for (const [path, role] of roles) {
  test(`the role of ${path} is: ${role}`, () => assert.equal(getRole(path, projects), role));
}

const idle = { ...firstHotReload, phase: 'idle' } as HotReloadState;

/** An app whose changes are taken by stand-ins of the compiler and the page. */
class Fixture {
  readonly files = new Map([[source, 'one']]);
  readonly code = {
    state: idle,
    saves: [] as (readonly string[])[],
    saved: (files: readonly string[]) => void this.code.saves.push(files),
    expectations: 0,
    expectChange: () => void this.code.expectations++,
  };
  readonly told: HotReloadStatus[] = [];
  readonly steps: LaunchStep[] = [];
  readonly taken: string[] = [];
  readonly built: string[] = [];
  readonly refreshed: (readonly string[])[] = [];
  buildFailure: Error | undefined;
  outOfDate = new Set<string>();
  projects: readonly AppProject[] = projects;
  app!: ChangedApp;

  static open(phase: HotReloadState['phase'] = 'idle'): Fixture {
    const fixture = new Fixture();
    fixture.code.state = { ...firstHotReload, phase } as HotReloadState;
    const texts = new SourceTexts(fixture.files, async (path) => fixture.files.get(path));
    const common = {
      projects: () => fixture.projects,
      taken: (files: readonly string[]) => void fixture.taken.push(...files),
    };
    const assets = new AssetReload({
      ...common,
      clock: new ManualClock(),
      told: (status) => fixture.app.shown(status),
      page: { refresh: async (images) => void fixture.refreshed.push(images) },
      async buildStyles({ path }) {
        fixture.built.push(path);
        if (fixture.buildFailure !== undefined) throw fixture.buildFailure;
      },
    });
    const told = (status: HotReloadStatus): void => void fixture.told.push(status);
    const explain = (step: LaunchStep): void => void fixture.steps.push(step);
    fixture.app = new ChangedApp({ ...common, told, texts, assets, explain, code: fixture.code });
    return fixture;
  }

  get toldKinds(): readonly string[] {
    return this.told.map(({ kind }) => kind);
  }

  /** The compiler has an answer for what was saved last. */
  compiled(outcome: Outcome, phase: 'failed' | 'idle'): void {
    this.code.state = { ...firstHotReload, phase } as HotReloadState;
    this.told.push(this.app.compiled(outcome));
  }

  /** Lets the watch report changes, and waits until nothing is under way. */
  async notice(...changes: readonly InputChange[]): Promise<void> {
    await this.app.noticed({ changes, outOfDate: this.outOfDate });
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let count = 0; count < 8; count++) await turn();
  }
}

const changed = (path: string): InputChange => ({ path, kind: 'changed' });

test('a source that was changed outside the editor is compiled, and taken when it runs', async () => {
  const fixture = Fixture.open();
  fixture.files.set(source, 'two');
  await fixture.notice(changed(source));
  assert.deepEqual(fixture.code.saves, [[source]]);
  assert.deepEqual(fixture.taken, []);
  fixture.app.compiled({ kind: 'applied', milliseconds: 1 });
  assert.deepEqual(fixture.taken, [source]);
});

test('sources with errors are not taken before they are repaired', async () => {
  const fixture = Fixture.open();
  fixture.files.set(source, 'broken');
  await fixture.app.saved([source]);
  fixture.app.compiled({ kind: 'errors', diagnostics: [] });
  assert.deepEqual(fixture.taken, []);
  fixture.files.set(source, 'repaired');
  await fixture.app.saved([source]);
  fixture.app.compiled({ kind: 'no change' });
  assert.deepEqual(fixture.taken, [source]);
});

test('what both the editor and the watch report is compiled once', async () => {
  const fixture = Fixture.open();
  fixture.files.set(source, 'two');
  await Promise.all([fixture.notice(changed(source)), fixture.app.saved([source])]);
  await fixture.notice(changed(source));
  assert.deepEqual(fixture.code.saves, [[source]]);
});

test('new sources are compiled once the watch reports them', async () => {
  const fixture = Fixture.open();
  const added = '/shop/Lib/New.razor';
  fixture.files.set(added, 'new');
  await fixture.app.saved([added]);
  assert.deepEqual(fixture.code.saves, []);
  await fixture.notice({ path: added, kind: 'added' });
  assert.deepEqual(fixture.code.saves, [[added]]);
});

test('style sheets and images are shown without a build', async () => {
  const fixture = Fixture.open();
  const files = ['/shop/Client/wwwroot/app.css', '/shop/Client/wwwroot/logo.png'];
  await fixture.notice(...files.map(changed));
  assert.deepEqual(fixture.built, []);
  assert.deepEqual(fixture.refreshed, [['logo.png']]);
  assert.deepEqual(fixture.told, [{ kind: 'applied', milliseconds: 0 }]);
  assert.deepEqual(fixture.taken, files);
});

test('styles of components are built by their project first', async () => {
  const fixture = Fixture.open();
  await fixture.notice(changed('/shop/Lib/Box.razor.css'), changed('/shop/Lib/Other.razor.css'));
  assert.deepEqual(fixture.built, ['/shop/Lib/Lib.csproj']);
  assert.deepEqual(fixture.refreshed, [[]]);
});

test('styles that cannot be built are told, and built again with the next change', async () => {
  const fixture = Fixture.open();
  const [style, sheet] = ['/shop/Lib/Box.razor.css', '/shop/Client/wwwroot/app.css'];
  fixture.buildFailure = new Error('no');
  await fixture.notice(changed(style));
  assert.deepEqual(fixture.toldKinds, ['errors']);
  assert.deepEqual([...fixture.refreshed, ...fixture.taken], []);
  await fixture.notice(changed(sheet));
  assert.deepEqual(fixture.toldKinds, ['errors', 'errors']);
  assert.deepEqual(fixture.taken, [sheet], 'it needs no build');
  fixture.buildFailure = undefined;
  fixture.app.applyAll(undefined);
  await fixture.settle();
  assert.equal(fixture.toldKinds.at(-1), 'applied');
  assert.deepEqual(fixture.taken, [sheet, style]);
  const builds = fixture.built.length;
  fixture.app.applyAll(undefined);
  await fixture.settle();
  assert.equal(fixture.built.length, builds, 'nothing is left');
});

test('a new style of a component needs a restart, and other files are shown', async () => {
  const fixture = Fixture.open();
  const [style, sheet] = ['/shop/Lib/Box.razor.css', '/shop/Client/wwwroot/app.css'];
  fixture.outOfDate.add(style);
  await fixture.notice({ path: style, kind: 'added' }, changed(sheet));
  assert.deepEqual(fixture.toldKinds, ['restart']);
  assert.deepEqual(fixture.taken, [sheet]);
  await fixture.notice(changed(style));
  assert.deepEqual(fixture.toldKinds, ['restart']);
  assert.deepEqual([fixture.built, fixture.taken], [[], [sheet]]);
  assert.equal(fixture.app.compiled({ kind: 'applied', milliseconds: 1 }).kind, 'restart');
});

test('what is wrong with the code stays visible until the code is right', async () => {
  const fixture = Fixture.open();
  const project = '/shop/Client/Client.csproj';
  const errors: Outcome = { kind: 'errors', diagnostics: [] };
  fixture.compiled(errors, 'failed');
  await fixture.notice(changed('/shop/Client/wwwroot/app.css'));
  assert.deepEqual(fixture.told, [errors]);
  fixture.outOfDate.add(project);
  await fixture.notice(changed(project));
  fixture.outOfDate.clear();
  await fixture.notice(changed(project));
  assert.deepEqual(fixture.toldKinds, ['errors', 'restart', 'errors']);
  fixture.compiled({ kind: 'applied', milliseconds: 1 }, 'idle');
  await fixture.notice(changed('/shop/Client/wwwroot/app.css'));
  assert.deepEqual(fixture.toldKinds.slice(3), ['applied', 'applied']);
});

test('the need of a restart is told once, and not hidden by what the page has', async () => {
  const fixture = Fixture.open();
  const project = '/shop/Client/Client.csproj';
  fixture.outOfDate.add(project);
  await fixture.notice(changed(project));
  await fixture.notice(changed(project), changed('/shop/Client/wwwroot/logo.png'));
  assert.deepEqual(fixture.toldKinds, ['restart']);
  assert.deepEqual(fixture.taken, ['/shop/Client/wwwroot/logo.png']);
});

test('an asset that only a reload uses is told with its name', async () => {
  const fixture = Fixture.open();
  await fixture.notice(changed('/shop/Client/wwwroot/index.html'));
  assert.deepEqual(fixture.told, [{ kind: 'reload', file: 'index.html' }]);
  assert.deepEqual(fixture.refreshed, []);
});

test('a restart is needed until the change is undone', async () => {
  const fixture = Fixture.open();
  const project = '/shop/Client/Client.csproj';
  fixture.outOfDate.add(project);
  await fixture.notice(changed(project));
  assert.equal(fixture.told.at(-1)?.kind, 'restart');
  const told = fixture.app.compiled({ kind: 'applied', milliseconds: 1 });
  assert.equal(told.kind, 'restart');
  fixture.outOfDate.clear();
  await fixture.notice(changed(project));
  assert.equal(fixture.told.at(-1)?.kind, 'ready');
  assert.equal(fixture.app.compiled({ kind: 'no change' }).kind, 'no change');
});

test('the compiler is expected to be needed when a source is edited', () => {
  const fixture = Fixture.open('asleep');
  fixture.app.edited('/shop/Server/Program.cs');
  assert.equal(fixture.code.expectations, 0);
  fixture.app.edited(source);
  assert.equal(fixture.code.expectations, 1);
});

test('a source whose text was read after it had changed is compiled', async () => {
  const fixture = Fixture.open('asleep');
  await fixture.notice(changed(source));
  assert.deepEqual(fixture.code.saves, [], 'it is as it was built');
  fixture.outOfDate.add(source);
  await fixture.notice(changed(source));
  fixture.app.savedEarly([source, '/shop/Client/Other.cs']);
  assert.deepEqual(fixture.code.saves, [[source], [source]]);
});

test('style sheets are shown while there is no compiler', async () => {
  const fixture = Fixture.open('asleep');
  await fixture.notice(changed('/shop/Client/wwwroot/app.css'));
  assert.deepEqual(fixture.toldKinds, ['applied']);
  assert.deepEqual(fixture.code.saves, []);
});

for (const project of ['/shop/Client/Client.csproj', '/shop/global.json']) {
  test(`the compiler does not start while ${project} is another one`, async () => {
    const fixture = Fixture.open('asleep');
    fixture.outOfDate.add(project);
    await fixture.notice(changed(project));
    fixture.files.set(source, 'two');
    fixture.app.edited(source);
    await fixture.app.saved([source]);
    assert.deepEqual([fixture.code.expectations, fixture.code.saves], [0, []]);
    assert.deepEqual(fixture.toldKinds, ['restart']);
    fixture.outOfDate.clear();
    await fixture.notice(changed(project));
    assert.deepEqual(fixture.code.saves, [[source]]);
  });
}

test('what waited for the user is compiled once', async () => {
  const fixture = Fixture.open();
  fixture.files.set(source, 'two');
  fixture.app.applyAll({ changes: [changed(source)], outOfDate: new Set([source]) });
  await fixture.settle();
  assert.deepEqual(fixture.code.saves, [[source]]);
});

test('what waited for the user is compiled, unless projects have changed', async () => {
  const fixture = Fixture.open('asleep');
  const [added, project] = ['/shop/Lib/New.cs', '/shop/Client/Client.csproj'];
  fixture.files.set(source, 'two');
  fixture.files.set(added, 'new');
  fixture.outOfDate = new Set([source, added, project]);
  const changes = [changed(source), { path: added, kind: 'added' } as const];
  const { outOfDate } = fixture;
  fixture.app.applyAll({ changes: [...changes, changed(project)], outOfDate });
  await fixture.settle();
  assert.deepEqual(fixture.code.saves, []);
  assert.deepEqual(fixture.toldKinds, ['restart']);
  fixture.app.applyAll({ changes: [changed(project)], outOfDate: new Set([source, added]) });
  await fixture.settle();
  assert.deepEqual(fixture.code.saves.at(-1), [source]);
  assert.deepEqual(new Set(fixture.code.saves.flat()), new Set([source, added]));
});

test('a source of a project that the compiler does not have needs a restart', async () => {
  const fixture = Fixture.open('asleep');
  const other = '/shop/Lib/Other.cs';
  fixture.files.set(other, 'other');
  fixture.outOfDate.add(other);
  await fixture.notice(changed(other));
  fixture.projects = projects.slice(1);
  fixture.compiled({ kind: 'no change' }, 'idle');
  assert.deepEqual(fixture.toldKinds, ['restart']);
  assert.deepEqual(fixture.taken, []);
});

test('what tells of changes is explained with their number, other files of the editor are not', async () => {
  const fixture = Fixture.open();
  fixture.app.savedEarly(['/elsewhere/B.cs']);
  await fixture.app.saved(['/elsewhere/B.cs']);
  assert.deepEqual(fixture.steps, []);
  fixture.app.savedEarly([source]);
  await fixture.app.saved([source, '/elsewhere/B.cs']);
  await fixture.notice(changed(source), changed('/shop/Client/Client.csproj'));
  fixture.app.applyAll(undefined);
  fixture.app.applyAll({ changes: [changed(source)], outOfDate: new Set([source]) });
  assert.deepEqual(fixture.steps, [
    { kind: 'changed', by: 'editor', files: 1 },
    { kind: 'changed', by: 'editor', files: 1 },
    { kind: 'changed', by: 'watch', files: 2 },
    { kind: 'changed', by: 'command', files: 0 },
    { kind: 'changed', by: 'command', files: 1 },
  ]);
});
