import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { editor } from '../../../tools/fixtures/editorStandIn.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { planLaunch } from '../../../src/launch/table.ts';
import type { Run } from '../../../src/sessions/runner.ts';
import type { InlineAdapter } from '../../../src/vscode/debug/adapter/inlineAdapter.ts';
import type { DebugSessionOwner } from '../../../src/vscode/debug/debugSessions.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const { createEditorRunner } = await import('../../../src/vscode/run/editorRunner.ts');

const limit = { timeout: 240_000 };
const preload = join(import.meta.dirname, '../../../media/inspectorPreload.cjs');
const script =
  "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up');";

interface Configuration {
  readonly type: string;
  readonly name: string;
  readonly ideSessionOwner: string;
}

/** Opens an inline adapter's debug session like the editor, and records its start and end. */
function openSession(adapter: InlineAdapter, noDebug: boolean, log: string[]): void {
  log.push(noDebug ? 'opened without debugger' : 'opened');
  adapter.onDidSendMessage((message) => {
    if (Reflect.get(message, 'event') === 'terminated') {
      log.push('closed');
    }
  });
  ['initialize', 'launch', 'configurationDone'].forEach((command, index) => {
    const request = { seq: index + 1, type: 'request', command, arguments: { adapterID: 'test' } };
    adapter.handleMessage(request);
  });
}

/** A Node program in an editor that refuses all debug sessions except our own. */
class EditorFixture {
  readonly reports: string[] = [];
  readonly log: string[] = [];
  readonly run: Run;

  constructor(context: TestContext, workspace: string) {
    const owners = new Map<string, DebugSessionOwner>();
    editor.settings = {};
    editor.startDebugging = (_folder, configuration, options) => {
      const { ideSessionOwner, name, type } = configuration as Configuration;
      const adapter = owners.get(ideSessionOwner)?.createAdapter?.({ name, type } as never);
      if (adapter === undefined) return Promise.resolve(false);
      const { noDebug } = options as { noDebug: boolean };
      openSession(adapter as InlineAdapter, noDebug, this.log);
      return Promise.resolve(true);
    };
    const launchContext = { workspace, environment: ownEnvironment, platform: process.platform };
    const programOptions = { clock: systemClock, watchdog: noWatchdog, grace: () => 5_000 };
    const runner = createEditorRunner({
      clock: systemClock,
      launchTypes: { plan: (spec: never) => planLaunch(spec, launchContext) },
      debugSessions: {
        register(id: string, owner: DebugSessionOwner) {
          owners.set(id, owner);
          return { dispose: () => owners.delete(id) };
        },
      },
      userSessions: { take: () => undefined },
      getLaunchOptions: () => ({ host: { programOptions } }),
      preload,
      requestStop: () => undefined,
    } as never);
    const session = {
      metadata: { name: 'one', owner: { kind: 'user' } },
      spec: {
        launchConfiguration: { type: 'node', mode: 'NoDebug', script_path: 'app.js' },
        env: [],
      },
      status: {},
    };
    this.run = runner.run(session as never, {
      waiting: () => undefined,
      started: () => void this.reports.push('started'),
      output: (stream, chunk) => {
        this.reports.push(`${stream} ${Buffer.from(chunk).toString().trim()}`);
        return undefined;
      },
      message: (level, text) => void this.reports.push(`${level} ${text}`),
      ended: (exitCode) => void this.reports.push(`ended ${exitCode}`),
      failed: ({ message }) => void this.reports.push(`failed ${message}`),
    });
    afterTest(context, async () => {
      await this.run.stop();
      await this.over();
    });
  }

  isUp(times: number): Promise<void> {
    const ups = () => this.reports.filter((report) => report === 'stdout up').length;
    return until(`it is up ${times} times`, () => ups() === times);
  }

  over(): Promise<void> {
    return until('the run has ended', () => /ended|failed/.test(this.reports.at(-1) ?? ''));
  }
}

async function openEditor(context: TestContext): Promise<EditorFixture> {
  const workspace = await temporaryFolder(context);
  await writeFile(join(workspace, 'app.js'), script);
  return new EditorFixture(context, workspace);
}

test(
  'each mode has its own debug session, which ends before the next begins',
  limit,
  async (context) => {
    const shop = await openEditor(context);
    await shop.isUp(1);
    shop.run.restart?.('Debug');
    await shop.isUp(2);
    shop.run.restart?.();
    await shop.isUp(3);
    shop.run.restart?.('NoDebug');
    await shop.isUp(4);
    await shop.run.stop();
    await shop.over();
    assert.deepEqual(shop.log, [
      'opened without debugger',
      'closed',
      'opened',
      'closed',
      'opened without debugger',
      'closed',
    ]);
    assert.equal(shop.reports.at(-1), 'ended 7');
    assert.ok(shop.reports.some((report) => /runs without a debugger/.test(report)));
  },
);

test(
  'a Node program is restarted to attach a debugger, and keeps running when it is detached',
  limit,
  async (context) => {
    const shop = await openEditor(context);
    await shop.isUp(1);
    shop.run.attachDebugger?.();
    await shop.isUp(2);
    shop.run.detachDebugger?.();
    await shop.run.stop();
    await shop.over();
    assert.equal(shop.reports.filter((report) => report === 'started').length, 2);
    assert.equal(shop.reports.at(-1), 'ended 7');
  },
);
