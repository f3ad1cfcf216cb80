import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Log } from '../../common/log.ts';
import { EarlyEvaluations } from '../../dotnet/evaluate/earlyEvaluations.ts';
import type { ClientHint } from '../../dotnet/evaluate/clientHint.ts';
import type { Projects } from '../../dotnet/evaluate/projects.ts';

/** Evaluates clients with breakpoints in C# and Razor files, once the workspace is trusted. Calls `evaluated` with each. */
export function evaluateEarly(
  projects: Projects,
  log: Log,
  evaluated: (client: ClientHint) => void,
): Disposable {
  const resources = new DisposableStore();
  const evaluations = resources.add(new EarlyEvaluations(projects, log, evaluated));
  const expect = (breakpoints: readonly vscode.Breakpoint[]): void => {
    if (!vscode.workspace.isTrusted) return;
    for (const { fsPath, root } of breakpoints.flatMap(csharpSource)) {
      void evaluations.expect(fsPath, root);
    }
  };
  resources.add(vscode.debug.onDidChangeBreakpoints(({ added }) => expect(added)));
  resources.add(vscode.workspace.onDidGrantWorkspaceTrust(() => expect(vscode.debug.breakpoints)));
  expect(vscode.debug.breakpoints);
  return resources;
}

/** The C# or Razor file of a breakpoint, with its workspace folder. */
function csharpSource(breakpoint: vscode.Breakpoint): { fsPath: string; root: string }[] {
  if (!(breakpoint instanceof vscode.SourceBreakpoint)) return [];
  const { uri } = breakpoint.location;
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined || !/\.(cs|razor)$/i.test(uri.fsPath)) return [];
  return [{ fsPath: uri.fsPath, root: folder.uri.fsPath }];
}
