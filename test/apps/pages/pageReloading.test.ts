import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HotReloadHandlers } from '../../../src/wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import { PageReloading } from '../../../src/apps/pages/pageReloading.ts';
import { toDisposable } from '../../../src/common/disposable.ts';
import { LaunchScope } from '../../../src/common/launchScope.ts';
import {
  type InputChange,
  type InputChanges,
  LiveInputs,
} from '../../../src/sessions/inputs/liveInputs.ts';
import type { LaunchStep } from '../../../src/sessions/runner.ts';
import type { HotReloadStatus } from '../../../src/wasm/hotReload/hotReloadPort.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const opened = { path: '/opened/A.cs', kind: 'changed' } as const;
const real = { path: '/real/A.cs', kind: 'changed' } as const;
const other = { path: '/elsewhere/B.cs', kind: 'added' } as const;
const client = { isBlazor: true, targetFramework: 'net10.0', folder: '/shop' };

/** A launch whose user is shown hot reload. */
class Reloading {
  readonly scope = new LaunchScope();
  readonly shown: (HotReloadStatus | 'opened' | 'disposed')[] = [];
  readonly notes: string[] = [];
  readonly steps: LaunchStep[] = [];
  readonly log = new RecordingLog();
  readonly live = new LiveInputs();
  readonly page: PageReloading;
  watches = 0;
  isAutomatic = true;
  taken!: (files: readonly string[]) => void;
  told!: (status: HotReloadStatus) => void;
  /** What the app heard. */
  readonly heard: unknown[] = [];

  constructor(isRelayed = true, build: object | null = {}, servedAt?: string) {
    const user = {
      program: '/none.cs',
      isAutomatic: () => this.isAutomatic,
      open: () => {
        this.shown.push('opened');
        return {
          show: (status: HotReloadStatus) => this.shown.push(status),
          dispose: () => this.shown.push('disposed'),
        };
      },
    };
    const events = {
      note: (text: string) => this.notes.push(text),
      explain: (step: LaunchStep) => void this.steps.push(step),
    };
    const { scope } = this;
    const live = {
      onNoticed: (listener: (noticed: InputChanges) => void) => {
        const listening = this.live.onNoticed(listener);
        this.watches++;
        return toDisposable(() => {
          listening.dispose();
          this.watches--;
        });
      },
      taken: (files: readonly string[]) => this.live.taken(files),
    };
    const launch = { host: { clock: new ManualClock(), log: this.log }, scope, events, live };
    const link = { opened: '/opened', real: '/real' };
    const app = {
      edited: (file: string) => void this.heard.push(file),
      savedEarly: (files: readonly string[]) => void this.heard.push(files),
      saved: async (files: readonly string[]) => void this.heard.push(files),
      noticed: async (noticed: InputChanges) => void this.heard.push(noticed),
      applyAll: (waiting: unknown) => void this.heard.push({ applyAll: waiting }),
    };
    const handlers = new HotReloadHandlers(launch.host.clock);
    const options = {
      user,
      isRelayed,
      build: build ?? undefined,
      servedAt,
      handlers,
      launch,
      link,
    };
    this.page = new PageReloading(options as never, async (_, { taken, told }) => {
      this.taken = taken;
      this.told = told;
      return app as never;
    });
  }

  /** The watch reports changes of files that are out of date. */
  notice(...changes: readonly InputChange[]): void {
    this.live.noticed({ changes, outOfDate: new Set(changes.map(({ path }) => path)) });
  }

  begin(facts: object, kind: 'own' | 'app' = 'own'): Promise<void> {
    return this.page.begin(Promise.resolve({ ...client, ...facts } as never), { kind } as never);
  }
}

const obstacles = [
  { what: 'a client before .NET 8', facts: { targetFramework: 'net7.0' }, why: /NET 8/ },
  { what: 'a client without Blazor', facts: { isBlazor: false }, why: /Only Blazor apps/ },
  { what: "the app's own proxy", kind: 'app', why: /own debug proxy/ },
  { what: 'no relay', isRelayed: false, why: /ideSessionHost\.debugRelay/ },
] as const;

for (const { what, why, ...obstacle } of obstacles) {
  test(`${what} is told at the first change as the reason why it is not applied`, async () => {
    const {
      facts = {},
      isRelayed,
      kind,
    } = { facts: {}, isRelayed: true, kind: 'own', ...obstacle } as const;
    const reloading = new Reloading(isRelayed);
    await reloading.begin(facts, kind);
    assert.deepEqual([reloading.shown, reloading.notes], [[], []]);
    for (let count = 0; count < 2; count++) reloading.notice(opened);
    await turn();
    const [first, status, ...others] = reloading.shown;
    assert.equal(first, 'opened');
    assert.ok(typeof status === 'object' && status.kind === 'unavailable');
    assert.match(status.reason, why);
    assert.deepEqual(others, []);
    assert.match(reloading.notes.join(''), why);
    await reloading.scope.release();
    assert.equal(reloading.shown.at(-1), 'disposed');
  });
}

test('a launch may end with the change that is not applied', async () => {
  const reloading = new Reloading();
  await reloading.begin({ isBlazor: false });
  reloading.notice(opened);
  await reloading.scope.release();
  await turn();
  assert.deepEqual(reloading.shown, ['opened', 'disposed']);
});

test('there is no hot reload for an app that the session does not build and serve', async () => {
  const reloading = new Reloading(true, null);
  reloading.notice(opened);
  await reloading.begin({});
  const reason = 'The session does not build and serve this app.';
  assert.deepEqual(reloading.shown, ['opened', { kind: 'unavailable', reason }]);
});

test('a page of others that runs another build takes no changes', async () => {
  const reloading = new Reloading(true, {}, 'http://127.0.0.1:1/');
  const built = { path: '/shop/Shop.csproj', name: 'Shop', assemblyName: 'Shop' };
  await reloading.begin({ ...built, targetPath: '/shop/bin/Shop.dll', projectReferences: [] });
  reloading.notice(opened);
  await turn();
  const reason = 'The page does not run the build of Shop on the disk.';
  assert.deepEqual(reloading.shown, ['opened', { kind: 'unavailable', reason }]);
});

test('hot reload begins once', async () => {
  const reloading = new Reloading();
  await Promise.all([reloading.begin({}), reloading.begin({})]);
  assert.equal(reloading.shown.filter((one) => one === 'opened').length, 1);
});

test('hot reload does not begin in a launch that has ended', async () => {
  const reloading = new Reloading();
  await reloading.scope.release();
  await reloading.begin({});
  assert.deepEqual(reloading.shown, []);
});

test('a page that does not get the script of hot reload is shown all the same', async () => {
  const reloading = new Reloading();
  reloading.page.handlers.page.expectVersion = async () => {
    throw new Error('closed');
  };
  await reloading.page.prepare(client as never);
  assert.deepEqual(reloading.log.lines, ['error closed']);
});

test('files of a folder that was opened through a link have their real paths in the app', async () => {
  const reloading = new Reloading();
  reloading.page.app.saved(['/opened/A.cs']);
  reloading.page.app.edited('/opened/A.cs');
  reloading.notice(opened, other);
  await reloading.begin({});
  reloading.page.app.edited('/opened/C.cs');
  reloading.page.app.saved(['/opened/C.cs']);
  assert.deepEqual(reloading.heard, [
    ['/real/A.cs'],
    { changes: [real, other], outOfDate: new Set([real.path, other.path]) },
    '/real/C.cs',
    ['/real/C.cs'],
  ]);
  const taken: (readonly string[])[] = [];
  reloading.live.onTaken((files) => taken.push(files));
  reloading.taken([real.path, other.path]);
  assert.deepEqual(taken, [[opened.path, other.path]]);
});

test('changes that wait for the user are merged', async () => {
  const reloading = new Reloading();
  reloading.isAutomatic = false;
  await reloading.begin({});
  for (let count = 0; count < 3; count++) reloading.notice(opened);
  reloading.notice({ path: other.path, kind: 'removed' });
  reloading.notice(other);
  assert.deepEqual(reloading.heard, [[]]);
  for (let count = 0; count < 2; count++) reloading.page.app.applyAll();
  const changes = [real, { path: other.path, kind: 'changed' }];
  assert.deepEqual(reloading.heard, [
    [],
    { applyAll: { changes, outOfDate: new Set([other.path]) } },
    { applyAll: undefined },
  ]);
});

test('no compiler starts from a changed project that the app has not heard of yet', async () => {
  const reloading = new Reloading();
  reloading.isAutomatic = false;
  await reloading.begin({});
  const project = '/real/Shop.csproj';
  reloading.notice({ path: project, kind: 'changed' });
  reloading.page.app.edited(real.path);
  assert.deepEqual(reloading.heard, [[]]);
  reloading.live.noticed({ changes: [{ path: project, kind: 'changed' }], outOfDate: new Set() });
  reloading.page.app.edited(real.path);
  assert.deepEqual(reloading.heard, [[], real.path]);
});

test('changes of an app that takes none are not watched', async () => {
  const reloading = new Reloading();
  assert.equal(reloading.watches, 1);
  reloading.notice(opened);
  await reloading.begin({ isBlazor: false });
  assert.equal(reloading.watches, 0);
});

test('what came of changes is explained without files and texts, until the launch ends', async () => {
  const reloading = new Reloading();
  await reloading.begin({});
  const place = { path: real.path, line: 1, column: 1 };
  const diagnostic = { code: 'CS1002', message: '; expected', severity: 'error', place } as const;
  reloading.told({ kind: 'errors', diagnostics: [diagnostic] as never });
  reloading.told({ kind: 'applied', milliseconds: 1_200 });
  reloading.told({ kind: 'refused', reason: real.path });
  await reloading.scope.release();
  reloading.told({ kind: 'ready' });
  assert.deepEqual(reloading.steps, [
    { kind: 'reloaded', result: 'ready' },
    { kind: 'reloaded', result: 'errors', problems: 1 },
    { kind: 'reloaded', result: 'applied', milliseconds: 1_200 },
    { kind: 'reloaded', result: 'refused' },
  ]);
});
