import { basename } from 'node:path';
import type { TestContext } from 'node:test';
import { HumanError } from '../../src/common/humanError.ts';
import type { IdeSession } from '../../src/protocol/ideSession.ts';
import { type FakeRun } from '../../tools/fixtures/sessions/fakeRunner.ts';
import { openFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

type SessionExample = (context: TestContext) => Promise<IdeSession>;

/** The resource in each state of a session. */
export const sessionExamples = {
  new: livedThrough(undefined),
  starting: livedThrough(() => {}),
  running: livedThrough(({ events }) => events.started(4711)),
  stopped: livedThrough(({ events }) => {
    events.started(4711);
    events.ended(143);
  }),
  failed: livedThrough(({ events }) => {
    events.failed(new HumanError('ProgramNotFound', 'There is no program server.js. Build it.'));
  }),
} as const satisfies Record<string, SessionExample>;

function livedThrough(life: ((run: FakeRun) => void) | undefined): SessionExample {
  return async (context) => {
    const fixture = await openFixture(context);
    const name = fixture.create();
    if (life !== undefined) {
      fixture.sessions.start(name);
      await turn();
      fixture.clock.advance(1_234);
      life(fixture.runner.of(name));
    }
    return stabilised(fixture.session(name));
  };
}

/** The session with a constant name, and without the folder of its log files. */
function stabilised(session: IdeSession): IdeSession {
  const { name } = session.metadata;
  return JSON.parse(JSON.stringify(session), (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    const text = key.endsWith('File') ? basename(value) : value;
    return text.replaceAll(name, '6f2d1c9e-2f54-4d0b-9d7e-2b1f0c6a7a11');
  }) as IdeSession;
}
