// Runs in the extension host of a real VS Code: how long a stop at the counter of a stock client
// takes to show.

import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import * as vscode from 'vscode';
import { debugByHand } from '../firstStop/byHand.ts';
import { Stopwatch } from '../firstStop/stopwatch.ts';
import { untilIdle } from './idle.ts';
import { clickLater, renderedAt } from './page.ts';
import { type Stop, Watch } from './watch.ts';
import type { Act, StopsTask, WindowTimes } from './task.ts';

type Acts = Record<Act, number[]>;

/** What is evaluated at each stop in the counter's method. */
const evaluations = {
  'evaluate a field': 'currentCount + 1',
  'evaluate a property': 'RendererInfo.Name',
  'evaluate a method call': 'currentCount.ToString("D3")',
} as const satisfies Partial<Record<Act, string>>;

export async function run(): Promise<void> {
  const task = JSON.parse(await readFile(process.env['STOPS_TASK'] ?? '', 'utf8')) as StopsTask;
  const place = new vscode.Position(task.line - 1, 0);
  const location = new vscode.Location(vscode.Uri.file(task.source), place);
  // What windows before have worked keeps no page from being prepared.
  os.loadavg = () => [0, 0, 0];
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
  await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  const times = task.kind === 'ours' ? await ours(task) : await byHand(task);
  await writeFile(task.results, JSON.stringify(times));
}

async function byHand({ plan, stops }: StopsTask): Promise<WindowTimes> {
  const watch = new Watch();
  await untilIdle();
  const begun = performance.now();
  const ending = debugByHand(plan, 'counter', new Stopwatch(), () => watch.hasStopped);
  const acts = emptyActs();
  const first = await watch.stop();
  const frame = await lookAtStack(first, acts);
  const toStack = performance.now() - begun;
  const runtimeUp = await lookOn(first, frame, watch, acts, stops);
  await (
    await ending
  )();
  await watch.over();
  return { toStack: [toStack], runtimeUp: [runtimeUp], phases: [], acts };
}

async function ours({ plan, stops }: StopsTask): Promise<WindowTimes> {
  const toStack: number[] = [];
  const runtimeUp: number[] = [];
  const phases: WindowTimes['phases'][number][] = [];
  let acts = emptyActs();
  for (const wanted of [1, stops]) {
    const watch = new Watch();
    acts = emptyActs();
    await untilIdle();
    const begun = performance.now();
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      type: 'ide-session',
      request: 'launch',
      name: 'ours',
      project: plan.project,
      launchProfile: 'counter',
    });
    const first = await watch.stop();
    const frame = await lookAtStack(first, acts);
    toStack.push(performance.now() - begun);
    runtimeUp.push(await lookOn(first, frame, watch, acts, wanted));
    await vscode.debug.stopDebugging();
    await watch.over();
    phases.push(watch.phases);
  }
  return { toStack, runtimeUp, phases, acts };
}

function emptyActs(): Acts {
  return {
    stack: [],
    'scopes and variables': [],
    'evaluate a field': [],
    'evaluate a property': [],
    'evaluate a method call': [],
    'step over': [],
    continue: [],
  };
}

/**
 * Measures this many stops, the first of which has shown its stack, and returns when the page was
 * rendered.
 */
async function lookOn(
  first: Stop,
  firstFrame: number,
  watch: Watch,
  acts: Acts,
  stops: number,
): Promise<number> {
  let stop = first;
  let frame = firstFrame;
  for (let left = stops; ; left--) {
    await lookAtVariables(stop, frame, acts);
    stop = await stepOver(stop, watch, acts);
    await lookAtStack(stop, acts);
    await goOn(stop, watch, acts);
    if (left === 1) break;
    await ask(stop, clickLater);
    stop = await watch.stop();
    frame = await lookAtStack(stop, acts);
  }
  return Number(await ask(stop, renderedAt));
}

/** Requests the whole stack, like the editor, and returns the innermost frame. */
async function lookAtStack({ session, threadId }: Stop, acts: Acts): Promise<number> {
  const { stackFrames } = (await timed(acts.stack, () =>
    session.customRequest('stackTrace', { threadId }),
  )) as { stackFrames: readonly { id: number }[] };
  return stackFrames[0]?.id ?? 0;
}

async function lookAtVariables({ session }: Stop, frame: number, acts: Acts): Promise<void> {
  await timed(acts['scopes and variables'], async () => {
    const { scopes } = (await session.customRequest('scopes', { frameId: frame })) as {
      scopes: readonly { variablesReference: number; expensive: boolean }[];
    };
    for (const { variablesReference } of scopes.filter(({ expensive }) => !expensive)) {
      await session.customRequest('variables', { variablesReference });
    }
  });
  for (const [act, expression] of Object.entries(evaluations)) {
    const evaluation = { expression, frameId: frame, context: 'watch' };
    const evaluate = () => session.customRequest('evaluate', evaluation);
    // The debug proxy alone refuses some of them, which takes no time that could be compared.
    await timed(acts[act as keyof typeof evaluations], evaluate).catch(() => undefined);
  }
}

async function stepOver({ session, threadId }: Stop, watch: Watch, acts: Acts): Promise<Stop> {
  return timed(acts['step over'], async () => {
    await session.customRequest('next', { threadId });
    return watch.stop();
  });
}

async function goOn({ session, threadId }: Stop, watch: Watch, acts: Acts): Promise<void> {
  const goesOn = watch.goesOn();
  await timed(acts.continue, async () => {
    await session.customRequest('continue', { threadId });
    await goesOn;
  });
}

async function ask({ session }: Stop, expression: string): Promise<string> {
  const answer = (await session.customRequest('evaluate', { expression, context: 'repl' })) as {
    result: string;
  };
  return answer.result;
}

async function timed<T>(into: number[], work: () => PromiseLike<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  into.push(performance.now() - begun);
  return result;
}
