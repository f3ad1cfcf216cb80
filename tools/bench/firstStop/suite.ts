// Runs in the extension host of a real VS Code: the time to the first stop, with the extension and
// by hand, alternating.

import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { deferred } from '../../../src/common/deferred.ts';
import { type ByHandPlan, startByHand } from './byHand.ts';
import { readPhases } from './phases.ts';
import { Stopwatch } from './stopwatch.ts';

/** The duration of a round, in milliseconds. */
export interface Round {
  readonly kind: 'ours' | 'by hand';
  readonly total: number;
  readonly phases: Readonly<Record<string, number>>;
}

/** The suite's parameters, from a file, and the file for its results. */
export interface Task {
  readonly plan: ByHandPlan;
  readonly source: string;
  readonly line: number;
  readonly rounds: number;
  readonly results: string;
}

export async function run(): Promise<void> {
  const task = JSON.parse(await readFile(process.env['FIRST_STOP_TASK'] ?? '', 'utf8')) as Task;
  const place = new vscode.Location(
    vscode.Uri.file(task.source),
    new vscode.Position(task.line - 1, 0),
  );
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
  await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  const rounds: Round[] = [];
  for (let round = 0; round < task.rounds; round++) {
    rounds.push(await byHand(task), await ours(task));
  }
  await writeFile(task.results, JSON.stringify(rounds));
}

async function byHand({ plan }: Task): Promise<Round> {
  const events = watchSessions();
  const stopwatch = new Stopwatch();
  const end = await startByHand(plan, stopwatch, () => events.stopped);
  const total = stopwatch.total();
  await end();
  await events.over();
  return { kind: 'by hand', total, phases: stopwatch.phases };
}

async function ours({ plan }: Task): Promise<Round> {
  const events = watchSessions();
  const stopwatch = new Stopwatch();
  const configuration = {
    type: 'ide-session',
    request: 'launch',
    name: 'ours',
    project: plan.project,
    // The same free port as by hand, whatever the profile says.
    launchProfile: '',
  };
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration);
  await events.stopped;
  const total = stopwatch.total();
  await vscode.debug.stopDebugging();
  await events.over();
  return { kind: 'ours', total, phases: events.phases };
}

/**
 * Records the first stop, the end of all debug sessions, and the phases that the extension reports.
 */
function watchSessions() {
  const stopped = deferred();
  const ended = deferred();
  const phases: Record<string, number> = {};
  const running = new Set<vscode.DebugSession>();
  const owned = vscode.Disposable.from(
    vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => {
        running.add(session);
        return {
          onDidSendMessage(message: { event?: string; body?: { output?: string } }) {
            if (message.event === 'stopped') stopped.resolve();
            Object.assign(phases, readPhases(message.body?.output ?? ''));
          },
        };
      },
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      running.delete(session);
      if (running.size === 0) ended.resolve();
    }),
  );
  const over = async (): Promise<void> => {
    await ended.promise;
    owned.dispose();
  };
  return { stopped: stopped.promise, over, phases };
}
