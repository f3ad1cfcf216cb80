import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { ask } from './pageDriver.ts';
import { useFixture } from './fixture.ts';
import { file } from './workspace.ts';

/** The largest possible file while the disk is full, in bytes. */
const fileLimit = 2 * 1024 * 1024;
const written = 3 * 1024 * 1024;

/** Limits the size of files that this process writes; the limit can be raised again. */
function limitFiles(limit: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${limit}:`]);
}

/**
 * A write beyond the limit sends a signal, which ends the process if other code has kept Node from
 * ignoring it.
 */
function overlook(): void {}

describe('A window with a full disk', () => {
  const fixture = useFixture();

  before(function () {
    // Only Linux can limit the files of a running process. The page is only missing in `npm run
    // test:desktop`, never in `npm test`.
    if (process.platform !== 'linux' || process.env['EDITOR_PAGE_DRIVER'] === undefined)
      this.skip();
  });

  beforeEach(() => void process.on('SIGXFSZ', overlook));

  afterEach(() => {
    limitFiles('unlimited');
    process.off('SIGXFSZ', overlook);
  });

  it('keeps its sessions running, and reports once to their controller and to its user what is lost', async () => {
    limitFiles(fileLimit);
    const launch = { type: 'node', mode: 'NoDebug', script_path: file('lengthy.js') } as const;
    for (const _ of [1, 2]) {
      const session = await fixture.controller.runSession({ launch_configurations: [launch] });
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
      assert.equal(session.stdout.length, written);
      const told = session.messages.filter(({ message }) => message.includes('no longer kept'));
      assert.equal(told.length, 1);
      assert.match(told[0]?.message ?? '', /EFBIG/);
    }
    const text = "The output of sessions can't be written to log files";
    const [shown = '', ...more] = await ask({ do: 'read notification', text });
    assert.match(shown, /EFBIG.* Sessions keep running. Free up disk space\./s);
    assert.deepEqual(more, []);
  });
});
