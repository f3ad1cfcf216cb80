/** Options of an editor's server. All paths are absolute, or relative to the working directory. */
export interface ServeOptions {
  /**
   * Extension folders: the first, which is under test, is loaded as under development, the others
   * as installed.
   */
  readonly extensions?: readonly string[];
  /** VSIX files that are installed before the editor starts. */
  readonly packages?: readonly string[];
  /** The folder that is opened; empty by default. */
  readonly workspace?: string;
  /** User settings, in addition to those that keep the editor quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the scope `machine`, which the editor may ignore among those of the user. */
  readonly machineSettings?: Readonly<Record<string, string>>;
  /**
   * Environment variables of the editor, and so of its extension host, in addition to this
   * process's.
   */
  readonly environment?: NodeJS.ProcessEnv;
  /** Whether the editor may use the extension gallery on the network; false by default. */
  readonly gallery?: boolean;
  /** Whether workspaces have to be trusted before anything runs in them; false by default. */
  readonly workspaceTrust?: boolean;
  /** A CommonJS file whose `run()` the extension host calls once a page shows the editor. */
  readonly suite?: string;
}
