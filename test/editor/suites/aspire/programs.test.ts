import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { assertLogged } from '../../../../tools/fixtures/aspire/dcpLog.ts';
import type { AppView } from '../blazor/appView.ts';
import { file } from '../workspace.ts';
import { answerOf, aspire, executableOf, interrupt, runInTerminal, useFixture } from './fixture.ts';

const isOver = ({ state }: { readonly state: string }): boolean =>
  ['Exited', 'Finished', 'FailedToStart', 'Terminated'].includes(state);

async function assertExitCodes(view: AppView): Promise<void> {
  for (const code of [0, 3, 143]) {
    const { exitCode, isIde, state } = await executableOf(view, `exit${code}`, 'is over', isOver);
    assert.deepEqual(
      { exitCode, isIde, state },
      { exitCode: code, isIde: true, state: 'Finished' },
    );
  }
  assert.equal((await executableOf(view, 'after-exit0', 'is over', isOver)).exitCode, 0);
}

/** A project that does not compile counts as failed, so resources that depend on it never start. */
async function assertFailedBuild(view: AppView): Promise<void> {
  assert.equal((await executableOf(view, 'broken', 'is over', isOver)).exitCode, 1);
  const state = async (): Promise<true | undefined> => {
    const description = JSON.parse(await aspire('describe', 'after-broken', '--format', 'json'));
    return description.resources[0]?.state === 'FailedToStart' ? true : undefined;
  };
  await view.untilAnswered('the failure of after-broken', state);
}

async function assertLogs(view: AppView): Promise<void> {
  const { texts } = createRequire(file('node/lines.js'))('./texts.js') as {
    readonly texts: Readonly<Record<'stdout' | 'stderr', string>>;
  };
  const { stdErrFile, stdOutFile } = await executableOf(view, 'lines', 'is over', isOver);
  await assertLogged(stdOutFile, texts.stdout);
  await assertLogged(stdErrFile, texts.stderr);
}

async function assertStopAndStart(view: AppView): Promise<void> {
  const runsAfter = (previous: number | undefined) =>
    executableOf(
      view,
      'node',
      'runs as another process',
      ({ pid, state }) => state === 'Running' && pid !== undefined && pid !== previous,
    );
  const first = await runsAfter(undefined);
  await aspire('resource', 'node', 'stop');
  await executableOf(view, 'node', 'is over', isOver);
  await aspire('resource', 'node', 'start');
  const second = await runsAfter(first.pid);
  await aspire('resource', 'node', 'restart');
  await runsAfter(second.pid);
  assert.equal(await answerOf(view, 'node'), 'hello from Node');
}

describe('Programs of the real Aspire', () => {
  const fixture = useFixture();

  it('end, fail, write and restart as expected by DCP when a window debugs them', async () => {
    const { view } = fixture;
    const dependents = ['after-exit0', 'broken', 'after-broken'];
    const terminal = runInTerminal('node', 'lines', 'exit0', 'exit3', 'exit143', ...dependents);
    await assertExitCodes(view);
    await assertLogs(view);
    await assertFailedBuild(view);
    await assertStopAndStart(view);
    assert.equal(await interrupt(terminal), 0);
    await view.ended();
  });
});
