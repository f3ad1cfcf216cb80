import type { LiveInputs } from './liveInputs.ts';

/** The files that decided a launch. All paths are absolute. */
export interface RunInputs {
  /** The folder from which their names are shown. */
  readonly base: string;
  /** Files, which need not exist. */
  readonly files: readonly string[];
  readonly folders: readonly InputFolder[];
  /** When the launch began to read them; when they are reported if absent. */
  readonly readSince?: Date;
  /** Whether the launch itself may write an input, such as a lock file: it counts as it is when it is reported. */
  readonly isOutput?: (path: string) => boolean;
  /** What brings the running program up to date; absent if nothing does. */
  readonly live?: LiveInputs | undefined;
  /** With `unmarked`, changes don't make the session out of date, since a restart would not run them. */
  readonly marks?: 'unmarked' | undefined;
}

/** A folder whose files are inputs, including those that are added later. */
export interface InputFolder {
  readonly path: string;
  /** Whether a file below is an input. */
  readonly hasFile: (path: string) => boolean;
  /** Whether a folder below may contain inputs. */
  readonly hasFolder: (path: string) => boolean;
}
