import type { IdeSession } from '../../protocol/ideSession.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import type { Run, RunEvents, Runner } from '../../sessions/runner.ts';
import type { RecordOf } from '../schema.ts';
import type { TraceRecorder } from '../traceRecorder.ts';
import { TracedEvents } from './tracedEvents.ts';

type Ask = RecordOf<'ask'>['ask'];

/** Returns the runner such that its calls and reports are recorded. */
export function traceRunner(runner: Runner, recorder: TraceRecorder): Runner {
  return {
    run(session: IdeSession, events: RunEvents): Run {
      const placeholder = recorder.placeholders.get('session', session.metadata.name);
      return recorder.causing({ kind: 'run', session: placeholder }, () => {
        const traced = new TracedEvents(recorder, placeholder, events);
        const run = runner.run(session, traced);
        const ask = <T>(asked: Ask, act: () => T, mode?: RunMode): T =>
          recorder.causing(
            { kind: 'ask', session: placeholder, ask: asked, ...(mode && { mode }) },
            () => {
              traced.asked();
              return act();
            },
          );
        const stop = async (): Promise<void> => {
          await ask('stop', () => run.stop());
          traced.accepted();
        };
        return toTracedRun(run, stop, ask);
      });
    },
  };
}

/** Has only the methods that the run has, since others are replaced if they are absent. */
function toTracedRun(
  run: Run,
  stop: () => Promise<void>,
  ask: <T>(asked: Ask, act: () => T, mode?: RunMode) => T,
): Run {
  return {
    stop,
    ...(run.restart && {
      restart: (mode) => ask('restart', () => run.restart?.(mode), mode),
    }),
    ...(run.recreate && { recreate: () => ask('recreate', () => run.recreate?.()) }),
    ...(run.attachDebugger && {
      attachDebugger: () => ask('attachDebugger', () => run.attachDebugger?.()),
    }),
    ...(run.detachDebugger && {
      detachDebugger: () => ask('detachDebugger', () => run.detachDebugger?.()),
    }),
  };
}
