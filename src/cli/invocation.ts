import type { ReportedOutput } from '../api/door/hostReport.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import type { LifecycleRules } from '../sessions/lifecycle/rules.ts';

/** How results are printed. */
export const formats = ['json', 'yaml', 'wide', 'name'] as const;
export type Format = (typeof formats)[number] | 'table';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** How long a host keeps running unused after its command by default, in seconds. */
export const defaultLinger = 60;

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
  | ({ readonly kind: 'mcp' } & McpOptions)
  | ({ readonly kind: 'report' } & ReportOptions)
  | { readonly kind: 'sessions'; readonly command: SessionsCommand }
  | { readonly kind: 'trace'; readonly command: TraceCommand }
  | { readonly kind: 'completion'; readonly shell: Shell }
  /** The words of an unfinished command line; the last one is being completed. */
  | { readonly kind: 'complete'; readonly words: readonly string[] };

export interface ServeOptions {
  readonly json: boolean;
  readonly workspace: string;
  readonly port: number;
  /** The state file, if the state is to be persisted. */
  readonly state?: string;
  /** The Kubernetes API, if it is served. */
  readonly api?: ServedApi;
  /** The file of the trace, if one is recorded. */
  readonly trace?: string;
  readonly verbose: boolean;
  /** Whether the host keeps running when its terminal is closed. */
  readonly keep: boolean;
  /** Whether running programs take changes of their sources. */
  readonly hotReload: boolean;
  /** In milliseconds. */
  readonly linger: number;
  /** When sessions are stopped by themselves, and how many may run. */
  readonly lifecycle: LifecycleRules;
  /** The projects that are kept prepared, relative to the workspace. */
  readonly prebuild?: readonly string[];
  readonly command: readonly string[];
  /** The cluster whose sessions are run, if any. */
  readonly cluster?: ClusterChoice;
}

interface ServedApi {
  /** Where the kubeconfig is written; by default, a temporary file. */
  readonly kubeconfig?: string;
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

export interface ReportOptions extends HostChoice {
  readonly output: ReportedOutput;
  /** Where the report is written; to stdout if absent. */
  readonly file?: string | undefined;
}

export interface McpOptions extends HostChoice {
  /** Whether models can start projects and scripts that are not in launch.json. */
  readonly isStartAllowed: boolean;
}

export interface ValidateOptions {
  /** Paths; `-` is stdin. */
  readonly files: readonly string[];
  readonly format: 'text' | 'json' | 'yaml';
}

/** A command about traces. Files are paths; `-` is stdin. */
export type TraceCommand =
  | {
      readonly name: 'show';
      readonly file: string;
      readonly session?: string | undefined;
      readonly kinds?: readonly string[] | undefined;
      /** The record whose causes are shown. */
      readonly why?: number | undefined;
      readonly chrome: boolean;
    }
  | {
      readonly name: 'check';
      readonly file: string;
      /** A file with further secrets. */
      readonly secrets?: string | undefined;
    }
  | { readonly name: 'replay'; readonly file: string }
  | {
      readonly name: 'to-test';
      readonly file: string;
      /** The sessions of the test; all if absent. */
      readonly sessions?: readonly string[] | undefined;
      /** The name of the fixture, and the folder of its files. */
      readonly fixture: string;
      readonly folder: string;
    };

/** The options of the commands about sessions, by their names. */
interface SessionsOptionsByName {
  readonly list: Printed & {
    /** Whether what can be started is listed too. */
    readonly all: boolean;
    readonly selector?: string | undefined;
    readonly watch: boolean;
  };
  readonly get: Printed & { readonly names: readonly string[]; readonly watch: boolean };
  readonly watch: Printed & {
    readonly name?: string | undefined;
    readonly selector?: string | undefined;
  };
  readonly start: Printed & {
    /** A path, a web address, or a name in launch.json. */
    readonly target?: string | undefined;
    /** A file to read instead, or `-`. */
    readonly file?: string | undefined;
    readonly name?: string | undefined;
    readonly env: readonly { readonly name: string; readonly value: string }[];
    /** Absent without `--`. */
    readonly args?: readonly string[] | undefined;
    readonly launchProfile?: string | undefined;
    readonly debug: boolean;
    readonly detach: boolean;
  };
  readonly stop: Named & { readonly all: boolean; readonly wait: boolean };
  readonly restart: Named;
  readonly recreate: { readonly name: string; readonly follow: boolean };
  readonly logs: {
    readonly name: string;
    readonly follow: boolean;
    readonly source: 'stdout' | 'stderr' | 'all';
    readonly tail?: number | undefined;
    readonly timestamps: boolean;
    readonly lineNumbers: boolean;
  };
  readonly describe: Named;
}

interface Printed {
  readonly format: Format;
}

interface Named {
  readonly names: readonly string[];
}

type SessionsName = keyof SessionsOptionsByName;

/** The options of one command about sessions. */
export type SessionsOptions<Name extends SessionsName> = SessionsOptionsByName[Name] &
  HostChoice & {
    /** In milliseconds. */
    readonly timeout?: number | undefined;
  };

/** A command about sessions. */
export type SessionsCommand = {
  readonly [Name in SessionsName]: { readonly name: Name; readonly options: SessionsOptions<Name> };
}[SessionsName];
