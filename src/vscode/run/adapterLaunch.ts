import * as vscode from 'vscode';
import { getMessage } from '../../common/log.ts';
import type { DebugConfiguration, ProgramPlan } from '../../launch/launchPlan.ts';
import { createLaunch } from '../../sessions/run/createLaunch.ts';
import type { Launch, LaunchControls, LaunchEvents } from '../../sessions/run/strategy.ts';
import { DebuggedProgram } from './debugged/debuggedProgram.ts';
import type { CommonRunOptions } from './editorRunOptions.ts';

/** Dependencies of a launch by a debug adapter. */
export interface AdapterLaunchOptions extends CommonRunOptions {
  readonly plan: {
    readonly name: string;
    readonly program: Pick<ProgramPlan, 'workingDirectory' | 'environment' | 'script'>;
  };
}

/** Launches a program by its debug adapter, in a debug session that also shows it. */
export function launchByAdapter(
  options: AdapterLaunchOptions,
  configuration: DebugConfiguration,
  events: LaunchEvents,
): Launch {
  const { actions, plan, session, window } = options;
  let debugged: DebuggedProgram | undefined;
  const launch = createLaunch((ends) => {
    debugged = new DebuggedProgram({
      budget: session.budget,
      debugSessions: window.debugSessions,
      // Debug sessions of an earlier launch may still end.
      id: session.newId(),
      title: plan.name,
      plan: plan.program,
      configuration: { ...configuration, name: plan.name },
      programOptions: window.programOptions,
      events: { ...events, ...ends },
      exitsThroughStops: session.isForController,
      async prepare(resources) {
        const { requestRestart: restart, requestStop: stop } = actions;
        const membership = await actions.join({ stop, restart });
        resources.add({ dispose: () => membership.leave() });
        const { parent } = membership;
        return { options: parent === undefined ? {} : { parentSession: parent } };
      },
      endSession: (debugSession) => void vscode.debug.stopDebugging(debugSession),
    });
    return debugged;
  });
  return { ...launch, controls: () => getControls(debugged?.session, actions.inform) };
}

/** Before its debug session has begun, the program is restarted by another launch. */
function getControls(
  session: vscode.DebugSession | undefined,
  inform: (message: string) => void,
): LaunchControls {
  if (session === undefined) return {};
  const restart = (): void =>
    void session.customRequest('restart').then(undefined, (error: unknown) => {
      inform(`The debugger can't restart it: ${getMessage(error)}`);
    });
  return { restart };
}
