/** What an editor consists of. All paths are absolute, or relative to the current folder. */
export interface ServeOptions {
  /** Folders of extensions: the first, which is the one under test, is loaded as under development, the others as installed. */
  readonly extensions?: readonly string[];
  /** VSIX files that are installed before the editor starts. */
  readonly packages?: readonly string[];
  /** The folder that is opened; an empty one if none is given. */
  readonly workspace?: string;
  /** User settings, over those that keep the editor quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment variables of the editor, and so of its extension host, over this process's own. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Whether the editor may ask the extension gallery on the network; not if not given. */
  readonly gallery?: boolean;
  /** Whether workspaces have to be trusted before anything runs in them; not if not given. */
  readonly workspaceTrust?: boolean;
  /** A CommonJS file whose `run()` the extension host calls once a page shows the editor. */
  readonly suite?: string;
}
