import * as vscode from 'vscode';
import { messageOf } from '../../common/log.ts';
import type { DebugConfiguration, ProgramPlan } from '../../launch/launchPlan.ts';
import { launchOf } from '../../sessions/run/launchOf.ts';
import type { Launch, LaunchControls, LaunchEvents } from '../../sessions/run/strategy.ts';
import { DebuggedProgram } from './debugged/debuggedProgram.ts';
import type { EditorRunParts } from './editorRunParts.ts';

/** What is needed of a run's parts where the adapter launches the program. */
export interface AdapterLaunchParts extends Omit<EditorRunParts, 'plan' | 'addedProperties'> {
  readonly plan: {
    readonly name: string;
    readonly program: Pick<ProgramPlan, 'workingDirectory' | 'environment' | 'script'>;
  };
}

/** Launches a program by its debug adapter, in a debug session that also shows it. */
export function launchByAdapter(
  parts: AdapterLaunchParts,
  configuration: DebugConfiguration,
  events: LaunchEvents,
): Launch {
  const { budget, debugSessions, inform, plan, programOptions } = parts;
  let debugged: DebuggedProgram | undefined;
  const launch = launchOf((ends) => {
    debugged = new DebuggedProgram({
      budget,
      debugSessions,
      // Debug sessions of an earlier launch may still end.
      id: parts.newId(),
      title: plan.name,
      plan: plan.program,
      configuration: { ...configuration, name: plan.name },
      programOptions,
      events: { ...events, ...ends },
      exitsThroughStops: parts.isForController,
      async prepare(resources) {
        const { requestRestart: restart, requestStop: stop } = parts;
        const membership = await parts.join({ stop, restart });
        resources.add({ dispose: () => membership.leave() });
        const { parent } = membership;
        return { options: parent === undefined ? {} : { parentSession: parent } };
      },
      endSession: (session) => void vscode.debug.stopDebugging(session),
    });
    return debugged;
  });
  return { ...launch, controls: () => controlsOf(debugged?.session, inform) };
}

/** Before its debug session has begun, the program is restarted by another launch. */
function controlsOf(
  session: vscode.DebugSession | undefined,
  inform: (message: string) => void,
): LaunchControls {
  if (session === undefined) return {};
  const restart = (): void =>
    void session.customRequest('restart').then(undefined, (error: unknown) => {
      inform(`The debugger can't restart it: ${messageOf(error)}`);
    });
  return { restart };
}
