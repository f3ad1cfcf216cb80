import * as vscode from 'vscode';
import { LastBuilds } from '../../projects/lastBuilds.ts';
import type { BuildObserver, BuiltProject } from '../../projects/projectLaunch.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { BuildIssue } from '../../dotnet/build/build.ts';

/** Shows build issues in the Problems view. */
export class BuildDisplay implements BuildObserver, Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection('ide-session');
  readonly #last = new LastBuilds();

  built(project: BuiltProject, issues: readonly BuildIssue[]): void {
    const { path } = project;
    for (const { file } of this.#last.of(path)) {
      this.#problems.delete(vscode.Uri.file(file || path));
    }
    const byFile = new Map<string, BuildIssue[]>();
    for (const issue of issues) {
      const file = issue.file || path;
      byFile.set(file, [...(byFile.get(file) ?? []), issue]);
    }
    for (const [file, found] of byFile) {
      this.#problems.set(vscode.Uri.file(file), found.map(toDiagnostic));
    }
    this.#last.built(project, issues);
  }

  /** The last build of each project. */
  get lastBuilds(): ReturnType<LastBuilds['list']> {
    return this.#last.list();
  }

  /** Whether the last build of a project had errors, which are shown. */
  hasErrors(project: string): boolean {
    return this.#last.of(project).some(({ severity }) => severity === 'error');
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
