import * as z from 'zod/mini';
import { readEvaluation } from '../../cdp/agentCommands.ts';
import { answerWith, pass, PerTarget, type RelayHandler } from '../../handler.ts';
import { readyFunction } from './leftRuntime.ts';

const pausedSchema = z.object({ callFrames: z.array(z.object({ functionName: z.string() })) });

/** The last command to a runtime that has started, before the proxy resumes its page. */
const lastCommand = '.mono_wasm_debugger_attached';

/** The starts of runtimes in the documents of a target. */
class Starts {
  /** The number of the present document. */
  document = 0;
  /** The documents whose starts the proxy is processing, oldest first. It resumes the page once for each. */
  readonly pending: number[] = [];
  /** Where the page is paused. */
  pause: 'start' | 'elsewhere' | undefined;
  /** Whether the proxy is about to resume the page for a start. */
  isEnding = false;
}

/**
 * Keeps apps from running before their breakpoints are set. A page is paused while the proxy processes the start of
 * its runtime. If it is left during that, the proxy would resume the next document, whose runtime may just have
 * started, too. Used between the proxy and the browser.
 */
export function leftStartsHandler(): RelayHandler {
  const targets = new PerTarget(() => new Starts());
  return {
    name: 'left starts',
    commands: {
      'Runtime.evaluate': ({ params }, target) => {
        const starts = targets.of(target);
        const isLast = readEvaluation(params)?.expression.includes(lastCommand) === true;
        if (!isLast || starts.pending.length === 0) return pass;
        starts.isEnding = true;
        // A page that pauses for a script would answer only when it is resumed.
        return starts.pending[0] === starts.document
          ? pass
          : answerWith({ result: { type: 'undefined' } });
      },
      'Debugger.resume': (_, target) => {
        const starts = targets.of(target);
        // The user may continue from a stop before the runtime has started.
        const isOfUser = starts.pause === 'elsewhere' && !starts.isEnding;
        if (starts.pending.length === 0 || isOfUser) return pass;
        starts.isEnding = false;
        return starts.pending.shift() === starts.document ? pass : answerWith({});
      },
    },
    events: {
      'Debugger.paused': ({ params }, target) => {
        const starts = targets.of(target);
        const [top] = pausedSchema.safeParse(params).data?.callFrames ?? [];
        const isStart = readyFunction.test(top?.functionName ?? '');
        if (isStart) starts.pending.push(starts.document);
        starts.pause = isStart ? 'start' : 'elsewhere';
        return pass;
      },
      'Debugger.resumed': (_, target) => {
        targets.of(target).pause = undefined;
        return pass;
      },
      'Runtime.executionContextsCleared': (_, target) => {
        const starts = targets.of(target);
        starts.document++;
        starts.pause = undefined;
        return pass;
      },
    },
  };
}
