import * as vscode from 'vscode';
import type { BuildObserver, BuiltProject } from '../../projects/projectLaunch.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { BuildIssue } from '../../dotnet/build/build.ts';

/** Shows build issues in the Problems view. */
export class BuildDisplay implements BuildObserver, Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection('ide-session');
  /** The files with issues of the last build, by project. */
  readonly #files = new Map<string, readonly string[]>();
  /** The projects whose last build had errors. */
  readonly #failed = new Set<string>();

  built(project: BuiltProject, issues: readonly BuildIssue[]): void {
    for (const file of this.#files.get(project.path) ?? []) {
      this.#problems.delete(vscode.Uri.file(file));
    }
    const byFile = new Map<string, BuildIssue[]>();
    for (const issue of issues) {
      const file = issue.file || project.path;
      byFile.set(file, [...(byFile.get(file) ?? []), issue]);
    }
    for (const [file, found] of byFile) {
      this.#problems.set(vscode.Uri.file(file), found.map(toDiagnostic));
    }
    this.#files.set(project.path, [...byFile.keys()]);
    if (issues.some(({ severity }) => severity === 'error')) this.#failed.add(project.path);
    else this.#failed.delete(project.path);
  }

  /** Whether the last build of a project had errors, which are shown. */
  hasErrors(project: string): boolean {
    return this.#failed.has(project);
  }

  dispose(): void {
    this.#problems.dispose();
  }
}

function toDiagnostic({ code, column, line, message, severity }: BuildIssue): vscode.Diagnostic {
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(position, position),
    message,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.code = code;
  diagnostic.source = 'dotnet build';
  return diagnostic;
}
