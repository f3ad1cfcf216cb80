import * as vscode from 'vscode';
import type {
  BreakpointText,
  BreakpointTexts,
} from '../../../wasm/debugProxy/conditions/breakpointTexts.ts';
import { type BreakpointPlace, isCSharp } from '../../../wasm/pageDebugger.ts';
import { isSamePath } from '../../../wasm/diagnosis/paths.ts';

/** Returns the conditions and log messages of breakpoints. `failed` is called once for each that can't be evaluated. */
export function editorBreakpoints(failed: BreakpointTexts['failed']): BreakpointTexts {
  const told = new Set<string>();
  return {
    at: textAt,
    failed(path, line, message) {
      const key = `${path}:${line}:${message}`;
      if (told.has(key)) return;
      told.add(key);
      failed(path, line, message);
    },
  };
}

/** Whether there is a breakpoint in JavaScript, or what is compiled to it. */
export function hasScriptBreakpoints(): boolean {
  return getEnabled().some(({ uri }) => /\.([cm]?[jt]sx?|html?)$/i.test(uri.path));
}

/** Returns the enabled breakpoints in C#. */
export function getCSharpBreakpoints(): readonly BreakpointPlace[] {
  return getEnabled()
    .filter(({ uri }) => isCSharp(uri.path))
    .map(({ range: { start }, uri }) => ({
      path: uri.fsPath,
      line: start.line,
      column: start.character,
    }));
}

function getEnabled(): readonly vscode.Location[] {
  return vscode.debug.breakpoints.flatMap((one) =>
    one.enabled && one instanceof vscode.SourceBreakpoint ? [one.location] : [],
  );
}

function textAt(path: string, line: number): BreakpointText | undefined {
  return vscode.debug.breakpoints.find(
    (one): one is vscode.SourceBreakpoint =>
      one instanceof vscode.SourceBreakpoint &&
      one.location.range.start.line === line - 1 &&
      isSamePath(one.location.uri.fsPath, path),
  );
}
