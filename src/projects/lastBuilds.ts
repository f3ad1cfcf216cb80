import type { BuildIssue } from '../dotnet/build/build.ts';
import type { BuildObserver, BuiltProject } from './projectLaunch.ts';

/** The last build of a project. */
interface LastBuild {
  /** The path of the project. */
  readonly project: string;
  readonly issues: readonly BuildIssue[];
}

/** Keeps the issues of the last build of each project. */
export class LastBuilds implements BuildObserver {
  readonly #issues = new Map<string, readonly BuildIssue[]>();

  built({ path }: BuiltProject, issues: readonly BuildIssue[]): void {
    this.#issues.delete(path);
    this.#issues.set(path, issues);
  }

  /** Returns the issues of a project; none if it wasn't built. */
  of(project: string): readonly BuildIssue[] {
    return this.#issues.get(project) ?? [];
  }

  /** The latest is the last one. */
  list(): readonly LastBuild[] {
    return [...this.#issues].map(([project, issues]) => ({ project, issues }));
  }
}
