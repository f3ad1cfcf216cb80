import * as vscode from 'vscode';
import type { DisposableStore } from '../../common/disposable.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { OutputPipes, type TakeOutput } from '../../processes/program/outputPipes.ts';
import type { ProgramConfiguration } from '../../projects/programDebugger.ts';
import type { Run } from '../../sessions/runner.ts';
import { DebuggedProgram, type DebuggedProgramOptions } from './debugged/debuggedProgram.ts';

type CommonOptions = Pick<
  DebuggedProgramOptions,
  'budget' | 'debugSessions' | 'events' | 'programOptions' | 'title'
>;

export interface ChildProgramOptions extends CommonOptions {
  /** Identifies the debug sessions of the run. */
  readonly id: string;
  /** The parent debug session. */
  readonly parent: vscode.DebugSession;
  /** Shows output that the adapter doesn't report in the debug console. */
  readonly show?: (stream: OutputStream, text: string) => void;
}

/**
 * Runs a program that a debug adapter launches in a child of the debug session that represents it. The stop
 * and restart buttons apply to the parent, so that a restart can include a build.
 */
export function runChildProgram(
  { id, parent, show, ...common }: ChildProgramOptions,
  plan: ProgramPlan,
  configuration: ProgramConfiguration,
): Run {
  const program: DebuggedProgram = new DebuggedProgram({
    ...common,
    id: `${id}:program`,
    plan,
    configuration,
    exitsThroughStops: true,
    async prepare(resources) {
      resources.add({ dispose: () => endAfter(parent, program.session) });
      const pipes = await openPipes(resources);
      return {
        ...(pipes && { properties: { stdio: pipes.stdio } }),
        options: {
          parentSession: parent,
          lifecycleManagedByParent: true,
          consoleMode: vscode.DebugConsoleMode.MergeWithParent,
        },
      };
    },
    endSession: disconnect,
  });

  /** CodeLLDB supports a file for each stream, which separates the streams and avoids a terminal. */
  async function openPipes(resources: DisposableStore): Promise<OutputPipes | undefined> {
    const { stdio, type } = configuration;
    if (type !== 'lldb' || stdio !== undefined || show === undefined) return undefined;
    const take = withShown(show, (stream, chunk) => program.wrote(stream, chunk));
    const pipes = await OutputPipes.open(common.programOptions.watchdog, take);
    resources.add({ dispose: () => void pipes?.close() });
    return pipes;
  }

  return program;
}

/** Decodes output and shows it, too. */
function withShown(
  show: (stream: OutputStream, text: string) => void,
  take: TakeOutput,
): TakeOutput {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  return (stream, chunk) => {
    show(stream, decoders[stream].decode(chunk, { stream: true }));
    return take(stream, chunk);
  };
}

/** Ends a debug session through its adapter, since the editor would end the parent instead. */
function disconnect(session: vscode.DebugSession): void {
  const asked = session.customRequest('disconnect', { terminateDebuggee: true });
  // The adapter may have ended.
  asked.then(undefined, () => undefined);
}

/** Ends a debug session with an unresponsive adapter through the editor, after its parent has ended. */
function endAfter(parent: vscode.DebugSession, child: vscode.DebugSession | undefined): void {
  if (child === undefined) return;
  const watch = vscode.debug.onDidTerminateDebugSession((session) => {
    if (session !== parent && session !== child) return;
    watch.dispose();
    if (session === parent) void vscode.debug.stopDebugging(child);
  });
}
