import * as vscode from 'vscode';
import type { BuildObserver, BuiltProject } from '../../projects/projectLaunch.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { BuildIssue } from '../../dotnet/build/build.ts';

/** Shows build issues in the Problems view. */
export class BuildDisplay implements BuildObserver, Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection('ide-session');
  /** The issues of the last build, by project, the latest last. */
  readonly #issues = new Map<string, readonly BuildIssue[]>();

  built({ path }: BuiltProject, issues: readonly BuildIssue[]): void {
    for (const { file } of this.#issues.get(path) ?? []) {
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
    this.#issues.delete(path);
    this.#issues.set(path, issues);
  }

  /** The last build of each project, with its path, the latest last. */
  get lastBuilds(): readonly {
    readonly project: string;
    readonly issues: readonly BuildIssue[];
  }[] {
    return [...this.#issues].map(([project, issues]) => ({ project, issues }));
  }

  /** Whether the last build of a project had errors, which are shown. */
  hasErrors(project: string): boolean {
    return this.#issues.get(project)?.some(({ severity }) => severity === 'error') ?? false;
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
