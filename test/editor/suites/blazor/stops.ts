import { basename } from 'node:path';
import type * as vscode from 'vscode';
import type { AppView } from './appView.ts';
import type { Stop } from '../debugView.ts';

/** The innermost frame of a stop. */
export interface Frame {
  readonly id: number;
  /** The file's name and the line, as in `Calc.cs:7`. */
  readonly place: string;
  /** The absolute path of the file. */
  readonly path: string;
}

interface RawFrame {
  readonly id: number;
  readonly line: number;
  readonly source?: { readonly path?: string; readonly name?: string };
}

/** The position at which a session is paused. */
export async function frameOf({ session, threadId }: Stop): Promise<Frame> {
  const answer = (await session.customRequest('stackTrace', { threadId, levels: 1 })) as {
    stackFrames: readonly RawFrame[];
  };
  const [frame] = answer.stackFrames;
  if (frame === undefined) throw new Error('The stop has no frame.');
  const { id, line, source } = frame;
  // In a remote window, it is an address that contains the path.
  const path = (source?.path ?? source?.name ?? '').replace(/^vscode-remote:\/\/[^/]*/, '');
  return { id, place: `${basename(path)}:${line}`, path };
}

/** A frame as the call stack view shows it. */
export interface ShownFrame {
  readonly name: string;
  /** The name of the file. */
  readonly source: string;
  /** What makes the view show it in grey. */
  readonly hint: string | undefined;
}

/** A stop's whole stack, as the editor requests it. */
export async function stackOf({ session, threadId }: Stop): Promise<readonly ShownFrame[]> {
  const { stackFrames } = (await session.customRequest('stackTrace', { threadId })) as {
    stackFrames: readonly (RawFrame & { name: string; presentationHint?: string })[];
  };
  return stackFrames.map(({ name, presentationHint, source }) => ({
    name,
    source: basename(source?.path ?? source?.name ?? ''),
    hint: presentationHint,
  }));
}

/** The functions of a whole stack whose code is disassembled WebAssembly. */
export async function inWebAssembly({ session, threadId }: Stop): Promise<readonly string[]> {
  const answer = (await session.customRequest('stackTrace', { threadId })) as {
    stackFrames: readonly (RawFrame & { readonly name: string })[];
  };
  return answer.stackFrames
    .filter(({ source }) => /\.(wasm|wat)$/.test(source?.name ?? ''))
    .map(({ name }) => name);
}

/** The variables of a frame's innermost scopes, by name. */
export async function variablesOf(
  { session }: Stop,
  { id }: Frame,
): Promise<Readonly<Record<string, string>>> {
  const { scopes } = (await session.customRequest('scopes', { frameId: id })) as {
    scopes: readonly { variablesReference: number; expensive: boolean }[];
  };
  const found: Record<string, string> = {};
  for (const { variablesReference } of scopes.filter(({ expensive }) => !expensive)) {
    const { variables } = (await session.customRequest('variables', { variablesReference })) as {
      variables: readonly { name: string; value: string }[];
    };
    for (const { name, value } of variables) found[name] = value;
  }
  return found;
}

/**
 * The value of a watched expression in a frame. While the debug proxy reads all variables of a
 * frame for the first time, as the editor requests at each stop, it may report that none has the
 * name.
 */
export async function watch(stop: Stop, frame: Frame, expression: string): Promise<string> {
  await variablesOf(stop, frame);
  const answer = (await stop.session.customRequest('evaluate', {
    expression,
    frameId: frame.id,
    context: 'watch',
  })) as { result: string };
  return answer.result;
}

/** Steps on from a stop; the next stop has the position. */
export async function step({ session, threadId }: Stop, way: 'next' | 'stepIn' | 'stepOut') {
  await session.customRequest(way, { threadId });
}

/** The value of a JavaScript expression in a page. */
export async function inPage(page: vscode.DebugSession, expression: string): Promise<string> {
  const answer = (await page.customRequest('evaluate', { expression, context: 'repl' })) as {
    result: string;
  };
  return answer.result;
}

/** Resolves when the page's app is interactive. */
export async function ready(view: AppView, page: vscode.DebugSession): Promise<void> {
  const isThere = `document.querySelector('#inc:enabled') !== null`;
  // Between two documents expressions can't be evaluated.
  const look = () => inPage(page, isThere).catch(() => '');
  await view.untilAnswered('the rendered app', async () =>
    (await look()) === 'true' ? true : undefined,
  );
}
