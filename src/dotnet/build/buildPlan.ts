import type { BuildSettings } from '../../launch/launchPlan.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { BuildIssue } from './buildIssues.ts';
import { settingsKey } from './buildSettings.ts';
import { pathKey } from '../files/projectFile.ts';

/** What is to be built. */
export interface BuildPlan extends BuildSettings {
  /** The absolute path of the project file or of the file-based program. */
  readonly project: string;
  /**
   * To be given where the project has several, and only there, since what is built with and without it
   * counts as two. All of them are built otherwise.
   */
  readonly targetFramework?: string;
}

/** The same for builds that have the same outcome. */
export function buildKey({ project, targetFramework, ...settings }: BuildPlan): string {
  return JSON.stringify([pathKey(project), targetFramework, settingsKey(settings)]);
}

export interface BuildListener {
  /** The build wrote these bytes, cut anywhere. */
  output(stream: OutputStream, chunk: Uint8Array): void;
  /** Another run goes first. Told at most once. */
  postponed?(): void;
}

/** How a build ended; `upToDate` if there was nothing to build, with the issues of the last build. */
export type BuildResult =
  | { readonly kind: 'succeeded' | 'upToDate' | 'stopped'; readonly issues: readonly BuildIssue[] }
  | FailedBuild;

export interface FailedBuild {
  readonly kind: 'failed';
  readonly issues: readonly BuildIssue[];
  /** All that the build wrote. */
  readonly output: string;
}
