import type { BuildSettings } from '../../launch/launchPlan.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { BuildIssue } from './buildIssues.ts';
import { settingsKey } from './buildSettings.ts';
import { pathKey } from '../files/projectFile.ts';

/** The project to build, and how. */
export interface BuildPlan extends BuildSettings {
  /** The absolute path of the project file or of the file-based program. */
  readonly project: string;
  /**
   * Set only if the project has several target frameworks, since builds with and without it are different.
   * Without it, all frameworks are built.
   */
  readonly targetFramework?: string;
}

/** Returns the same key for equivalent builds. */
export function buildKey({ project, targetFramework, ...settings }: BuildPlan): string {
  return JSON.stringify([pathKey(project), targetFramework, settingsKey(settings)]);
}

export interface BuildListener {
  /** The build wrote bytes. */
  output(stream: OutputStream, chunk: Uint8Array): void;
  /** Another run goes first. Called at most once. */
  postponed?(): void;
}

/** The result of a build. `upToDate` contains the issues of the last build. */
export type BuildResult =
  | { readonly kind: 'succeeded' | 'upToDate' | 'stopped'; readonly issues: readonly BuildIssue[] }
  | FailedBuild;

export interface FailedBuild {
  readonly kind: 'failed';
  readonly issues: readonly BuildIssue[];
  /** The complete output of the build. */
  readonly output: string;
}
