import { toHumanError } from '../../common/humanError.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { createPreparation, launchProgram } from '../../processes/build/builtProgram.ts';
import { runnerErrors } from '../../processes/errors.ts';
import { InspectorFilter } from '../../processes/inspector/inspectorChatter.ts';
import type { Launch, LaunchEvents, RunStrategy } from '../../sessions/run/strategy.ts';
import { InspectorDebugger } from '../debug/inspector.ts';
import type { RootSession } from '../debug/rootSession.ts';
import type { EditorRunOptions } from './editorRunOptions.ts';
import { ShownStrategy, withShownOutput } from './shownStrategy.ts';

/**
 * A child process, shown in the editor through an inline adapter: its pid, streams and exit code are
 * the process's own. In Debug mode js-debug is attached to it.
 */
export function createOwnedStrategy(options: EditorRunOptions, root: RootSession): RunStrategy {
  const { actions, addedProperties, plan, session, window } = options;
  const shown = { title: plan.name, root, requestRestart: actions.requestRestart };
  if (plan.mode === 'Debug' && plan.debug.kind === 'inspector') {
    const inspector = new InspectorDebugger({ ...window, addedProperties, id: session.id, plan });
    const strategy = new ShownStrategy({
      ...shown,
      async prepare(parent, events) {
        const program = await inspector.expect(parent, actions.inform).catch((error: unknown) => {
          throw toHumanError(error, runnerErrors.ProgramNotStarted);
        });
        return () =>
          launchInspected(program, options, inspector, withShownOutput(events, root.adapter));
      },
    });
    return {
      launch: (events) => strategy.launch(events),
      close(outcome) {
        strategy.close(outcome);
        inspector.dispose();
      },
    };
  }
  return new ShownStrategy({
    ...shown,
    prepare: async (_parent, events) => () =>
      launchUndebugged(options, withShownOutput(events, root.adapter)),
    prepareNext: createPreparation(plan, window.programOptions),
  });
}

function launchUndebugged(
  { plan, window: { programOptions } }: EditorRunOptions,
  events: LaunchEvents,
): Launch {
  const { debug } = plan;
  const attachType = debug.kind === 'adapter' ? debug.configuration.type : undefined;
  const launch = launchProgram(plan, programOptions, events);
  return { exited: launch.exited, end: () => launch.end(), controls: () => ({ attachType }) };
}

/** A program that js-debug is attached to, without what Node says of its inspector. */
function launchInspected(
  program: ProgramPlan,
  { actions: { inform }, plan, window: { programOptions } }: EditorRunOptions,
  inspector: InspectorDebugger,
  events: LaunchEvents,
): Launch {
  const filter = new InspectorFilter(
    programOptions.clock,
    (chunk) => void events.output('stderr', chunk),
  );
  const launch = launchProgram({ ...plan, program }, programOptions, {
    ...events,
    started(pid) {
      events.started(pid);
      if (pid !== undefined) inspector.watch(pid, inform);
    },
    output(stream, chunk) {
      if (stream === 'stdout') return events.output(stream, chunk);
      filter.push(chunk);
      return undefined;
    },
  });
  return {
    exited: launch.exited.finally(() => filter.flush()),
    async end() {
      await inspector.detach();
      await launch.end();
    },
    controls: () => ({
      async letGo() {
        await inspector.detach();
        return true;
      },
    }),
  };
}
