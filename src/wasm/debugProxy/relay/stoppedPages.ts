import { type CallFrame, isCSharpFrame, pausedSchema } from './cdp/callFrames.ts';
import { pass, PerTarget, type RelayHandler, type RelayTarget } from './handler.ts';

/** A stop of a page, from the report until the page is told to go on. */
export interface PageStop {
  /** The innermost frame, if it is one of C# code. */
  readonly topFrame: string | undefined;
}

const goingOn = ['Debugger.resume', 'Debugger.stepInto', 'Debugger.stepOut', 'Debugger.stepOver'];

/** Knows which pages are stopped. C# can be called only in those: elsewhere it would run beside the app's own code. */
export class StoppedPages {
  readonly #pages = new PerTarget<{ stop: PageStop | undefined }>(() => ({ stop: undefined }));

  /** The same object during a stop; `undefined` while the page runs. */
  of(target: RelayTarget): PageStop | undefined {
    return this.#pages.of(target).stop;
  }

  handler(): RelayHandler {
    const onEnd = (_: unknown, target: RelayTarget): typeof pass => {
      this.#pages.of(target).stop = undefined;
      return pass;
    };
    return {
      name: 'stopped pages',
      commands: Object.fromEntries(goingOn.map((method) => [method, onEnd])),
      events: {
        'Debugger.paused': ({ params }, target) => {
          const [frame] = pausedSchema.safeParse(params).data?.callFrames ?? [];
          this.#pages.of(target).stop = { topFrame: frame && csharpId(frame) };
          return pass;
        },
        'Debugger.resumed': onEnd,
        'Runtime.executionContextsCleared': onEnd,
      },
    };
  }
}

function csharpId(frame: CallFrame): string | undefined {
  return isCSharpFrame(frame) ? frame.callFrameId : undefined;
}
