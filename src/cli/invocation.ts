import type { RunMode } from '../protocol/launchConfigurations.ts';

/** How results are printed. */
export const formats = ['json', 'yaml', 'wide', 'name'] as const;
export type Format = (typeof formats)[number] | 'table';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** Which host is meant: a pid or a folder of its workspace; chosen by the terminal if absent. */
export interface HostChoice {
  readonly host?: string | undefined;
}

/** The parsed command line. */
export type Invocation =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'serve' } & ServeOptions)
  | { readonly kind: 'hosts'; readonly format: Format }
  | ({ readonly kind: 'info'; readonly format: Format } & HostChoice)
  | ({ readonly kind: 'env' } & EnvOptions)
  | ({ readonly kind: 'validate' } & ValidateOptions)
  | { readonly kind: 'completion'; readonly shell: Shell }
  /** The words of an unfinished command line; the last one is being completed. */
  | { readonly kind: 'complete'; readonly words: readonly string[] };

export interface ServeOptions {
  readonly json: boolean;
  readonly workspace: string;
  readonly port: number;
  /** The state file, if the state is to be persisted. */
  readonly state?: string;
  /** Whether the Kubernetes API is served. */
  readonly api: boolean;
  /** Where its kubeconfig is written; by default, a temporary file. */
  readonly kubeconfig?: string;
  readonly verbose: boolean;
  /** In milliseconds. */
  readonly linger: number;
  readonly command: readonly string[];
  /** The cluster whose sessions are run, if any. */
  readonly cluster?: ClusterChoice;
}

/** A cluster in a kubeconfig file. */
export interface ClusterChoice {
  readonly kubeconfig: string;
  /** The current context of the file if absent. */
  readonly context?: string | undefined;
  /** The machine's name if absent. */
  readonly hostName?: string | undefined;
  readonly isPluginAllowed: boolean;
}

export interface EnvOptions extends HostChoice {
  readonly format: 'shell' | 'json' | 'yaml';
  /** The host's default if absent. */
  readonly mode?: RunMode | undefined;
}

export interface ValidateOptions {
  /** Paths; `-` stands for stdin. */
  readonly files: readonly string[];
  readonly format: 'text' | 'json' | 'yaml';
}
