import assert from 'node:assert/strict';
import { goOn, pressRestart, pressStop } from '../debugView.ts';
import { useFixture } from '../fixture.ts';
import { breakAt, isRunning, removeBreakpoints } from '../workspace.ts';
import { asked, languages } from './languages.ts';

for (const language of languages) {
  describe(`A ${language.name} program under its debugger`, () => {
    const fixture = useFixture();
    const run = (...args: string[]) => fixture.controller.runSession(asked(language, args));

    it('reports its pid, both streams and its exit code', async () => {
      const session = await run('exits', '3');
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 3 });
      assert.equal(session.starts, 1);
      assert.equal(session.stdout, `${session.pids[0]} books\n`);
      assert.equal(session.stderr, 'to stderr\n');
    });

    it('stops at a breakpoint that was set before, and continues to its end', async () => {
      breakAt(language.exits.file, language.exits.line);
      const session = await run('exits', '0');
      const stop = await fixture.view.stop();
      assert.equal(stop.session.type, language.debugType);
      await session.waitFor(({ stdout }) => / books/.test(stdout));
      await goOn(stop);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
    });

    it('ends by its own signal handler when its controller stops it', async () => {
      const session = await run('stay');
      await session.waitFor(({ stdout }) => stdout.includes('staying\n'));
      await fixture.controller.stopSession(session.id);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 9 });
      assert.ok(session.stdout.endsWith('ending\n'));
    });

    it('ends when its controller stops it at a breakpoint', async () => {
      breakAt(language.exits.file, language.exits.line);
      const session = await run('exits', '0');
      await fixture.view.stop();
      await fixture.controller.stopSession(session.id);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 143 });
      assert.ok(!isRunning(await session.started));
    });

    it('ends when its controller stops it while it starts', async () => {
      const session = await run('stay');
      await fixture.controller.stopSession(session.id);
      await session.terminatedWithin();
      for (const pid of session.pids) assert.ok(!isRunning(pid));
    });

    it('ends with its leftover processes, as without a debugger', async () => {
      const session = await run('leave');
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
      assert.match(session.stdout, /left\n$/);
    });

    for (const number of language.signals) {
      it(`has exit code ${128 + number} when signal ${number} ends it`, async () => {
        const session = await run('kill', String(number));
        if (language.debugType === 'lldb') await goOn(await fixture.view.stop());
        assert.deepEqual(await session.terminatedWithin(), { exitCode: 128 + number });
      });
    }

    it('keeps its session when it is restarted', async () => {
      const session = await run('stay');
      await session.waitFor(({ stdout }) => stdout.includes('staying\n'));
      await pressRestart(await fixture.view.session(language.debugType, language.title));
      const pid = await session.restarted();
      assert.notEqual(pid, await session.started);
      assert.ok(isRunning(pid) && !isRunning(await session.started));
      await session.waitFor(({ stdout }) => stdout.split('staying\n').length === 3);
      await fixture.controller.stopSession(session.id);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 9 });
    });

    it('is restarted at a breakpoint', async () => {
      breakAt(language.exits.file, language.exits.line);
      const session = await run('exits', '5');
      const { session: first } = await fixture.view.stop();
      await pressRestart(first);
      let again = await fixture.view.stop();
      // LLDB stops at the signal that ends the previous process, which is hidden from the user.
      if (language.debugType === 'lldb') again = await fixture.view.stop();
      assert.notEqual(await session.restarted(), await session.started);
      removeBreakpoints();
      await goOn(again);
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 5 });
    });

    it('is ended by the stop button', async () => {
      const session = await run('stay');
      await session.waitFor(({ stdout }) => stdout.includes('staying\n'));
      await pressStop(await fixture.view.session(language.debugType, language.title));
      await session.terminatedWithin();
      assert.ok(!isRunning(await session.started));
    });

    // golang.go splits characters.
    if (language.debugType !== 'go') {
      it('writes text beyond ASCII, however it is split', async () => {
        const session = await run('unicode');
        assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
        assert.match(session.stdout, /\ngrüße 世界 🌍\n🌍\n$/);
      });
    }

    it('has empty input', async () => {
      const session = await run('read');
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
      assert.match(session.stdout, /\nread (''|"")\n$/);
    });

    it('reports all of 100,000 lines, and does not block the window', async () => {
      const session = await run('lines', '100000');
      assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
      const lines = session.stdout.split('\n').slice(1, -1);
      assert.equal(lines.length, 100_000);
      assert.equal(lines.at(-1), 'line 99999');
      const next = await run('exits', '0');
      await next.started;
      assert.deepEqual(await next.terminatedWithin(), { exitCode: 0 });
    });
  });
}
