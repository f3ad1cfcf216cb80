import assert from 'node:assert/strict';
import { goOn } from '../debugView.ts';
import { useScene } from '../scene.ts';
import { breakAt } from '../workspace.ts';
import { asked, languages } from './languages.ts';

for (const language of languages) {
  describe(`A ${language.name} program under its debugger`, () => {
    const scene = useScene();

    it('stops at a breakpoint that was set before, and goes on to its end', async () => {
      const { file, line } = language.exits;
      breakAt(file, line);
      const session = await scene.controller.runSession(asked(language, ['exits', '0']));
      const stop = await scene.view.stop();
      assert.equal(stop.session.type, language.debugType);
      await session.waitFor(({ stdout }) => / books/.test(stdout));
      await goOn(stop);
      await session.terminatedWithin();
      assert.equal(session.starts, 1);
    });
  });
}
