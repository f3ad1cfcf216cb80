import type * as vscode from 'vscode';
import { toHumanError } from '../../common/humanError.ts';
import type { DebugConfiguration, ProgramPlan } from '../../launch/launchPlan.ts';
import { runBuildStep } from '../../processes/build/buildStep.ts';
import { runnerErrors } from '../../processes/errors.ts';
import { createLaunch } from '../../sessions/run/createLaunch.ts';
import type { Launch, LaunchEvents, RunStrategy } from '../../sessions/run/strategy.ts';
import type { RootSession } from '../debug/rootSession.ts';
import { runChildProgram } from './childProgram.ts';
import type { EditorRunOptions } from './editorRunOptions.ts';
import { ShownStrategy } from './shownStrategy.ts';

/** The build of a program, and how a debug adapter launches it. */
export interface BuiltProgram {
  readonly build: ProgramPlan;
  readonly configuration: DebugConfiguration;
}

/** A program that is built before each launch by its debug adapter, below the debug session that shows it. */
export function createBuiltStrategy(
  options: EditorRunOptions,
  root: RootSession,
  { build, configuration }: BuiltProgram,
): RunStrategy {
  const { actions, plan, window } = options;
  const runBuild: NonNullable<RunStrategy['prepare']> = async ({ note }, signal) => {
    await runBuildStep(build, window.programOptions, note, signal).catch((error: unknown) => {
      throw toHumanError(error, runnerErrors.ProgramNotBuilt);
    });
  };
  return new ShownStrategy({
    title: plan.name,
    root,
    requestRestart: actions.requestRestart,
    async prepare(parent, events, signal) {
      await runBuild(events, signal);
      return () => launchChild(options, root, { configuration, parent }, events);
    },
    // On Windows, a build can't replace the file of a running program.
    prepareNext: process.platform === 'win32' ? undefined : runBuild,
  });
}

function launchChild(
  { plan, session: { budget, id }, window }: EditorRunOptions,
  root: RootSession,
  { configuration, parent }: { configuration: DebugConfiguration; parent: vscode.DebugSession },
  events: LaunchEvents,
): Launch {
  const title = plan.name;
  const named = { ...configuration, name: `${title} (${configuration.type})` };
  const { debugSessions, programOptions } = window;
  const common = { budget, debugSessions, id, title, parent, programOptions };
  return createLaunch((ends) =>
    runChildProgram(
      {
        ...common,
        events: { ...events, ...ends },
        show: (stream, text) => root.adapter.output(stream, text),
      },
      plan.program,
      named,
    ),
  );
}
