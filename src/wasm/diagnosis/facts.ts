import type { RunPlace } from '../runtime/runPlace.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { BootConfiguration } from './bootConfiguration.ts';
import type { PdbReading } from './portablePdb.ts';
import type { FoundSource } from './sourceFiles.ts';

/** A breakpoint of the editor with its state in the debugger. */
export interface BreakpointFact {
  /** Absolute. */
  readonly path: string;
  /** One-based. */
  readonly line: number;
  readonly verified: boolean;
  /** The debugger's message. */
  readonly message?: string;
  /** Whether the debugger knows the source, as it does once the assembly is loaded. */
  readonly isSourceLoaded?: boolean;
  /** Whether it will be bound without anyone doing anything about it. */
  readonly isPending?: boolean;
}

/** The answer of a page. */
export interface PageAnswer {
  readonly runtimeVersion?: string;
  readonly debugLevel?: number;
  readonly serviceWorker: { readonly controlled: boolean; readonly scopes: readonly string[] };
}

/** A debug session of a WebAssembly app. */
export interface SessionFacts {
  /** The URL of the page. */
  readonly url: string;
  readonly proxy:
    | { readonly kind: 'own' | 'app'; readonly version?: string; readonly reachable: boolean }
    | undefined;
  readonly isAttached: boolean;
  readonly browser: { readonly kind: string; readonly reachable: boolean } | undefined;
  /** The answer of the page, or the reason why there is none. */
  readonly page: PageAnswer | { readonly problem: string } | undefined;
  /** Where the page's .NET code runs, if it is known. */
  readonly place?: RunPlace | undefined;
  /** Whether the relay translates paths of symbolic links, which otherwise don't match. */
  readonly hasRelay?: boolean;
  readonly breakpoints: readonly BreakpointFact[];
}

/** The inputs of a diagnosis. */
export interface DiagnosisInputs {
  readonly session?: SessionFacts;
  /** The project to start: the client, or the server that serves it. */
  readonly project?: ProjectFacts;
  /** The client, if the project is a server and its client is known. */
  readonly client?: ProjectFacts;
  readonly workspaceFolders: readonly string[];
  readonly extensions: readonly { readonly id: string; readonly version: string }[];
  /** The types of the window's other debug sessions; absent if unknown. */
  readonly otherDebugSessions?: readonly string[] | undefined;
  readonly settings: { readonly debugger: string };
}

/** A fact that may be unknown, with a reason that continues a sentence. */
export type Known<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The symbols of a built assembly. */
export type BuiltSymbols =
  PdbReading | { readonly kind: 'none' } | { readonly kind: 'embedded'; readonly pdb: PdbReading };

/** One of the app's own assemblies in an output folder. */
export interface BuiltAssembly {
  readonly name: string;
  /** Whether it is in the client's output folder, and therefore part of the page. */
  readonly isOfClient: boolean;
  readonly symbols: BuiltSymbols;
}

/** The app's response for the symbols of one of its own assemblies. */
export type ServedSymbols =
  | PdbReading
  /** The file is not in the boot configuration. */
  | { readonly kind: 'not listed' }
  /** The response has an error status. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The response is a page, as from servers that respond to unknown paths with their start page. */
  | { readonly kind: 'page' }
  | { readonly kind: 'failed'; readonly reason: string };

/** One of the app's own assemblies, as served. */
export interface ServedAssembly {
  readonly name: string;
  /** The file below `_framework/` in the boot configuration. */
  readonly file: string;
  /** The file of its symbols, if it is in the boot configuration. */
  readonly symbolsFile: string | undefined;
  readonly symbols: ServedSymbols;
}

/** The files for debugging that the app serves. */
export type ServedApp =
  | { readonly kind: 'not asked' }
  | { readonly kind: 'silent'; readonly url: string; readonly reason: string }
  /** No boot configuration was found. `tried` contains the responses. */
  | { readonly kind: 'no app'; readonly url: string; readonly tried: readonly TriedFile[] }
  | {
      readonly kind: 'app';
      readonly url: string;
      readonly boot: BootConfiguration;
      readonly assemblies: readonly ServedAssembly[];
      readonly serviceWorker: ServiceWorkerScript;
    };

export interface TriedFile {
  readonly file: string;
  readonly answer: 'page' | 'no configuration' | `status ${number}`;
}

/** The script that the app serves as `service-worker.js`. The template's script for development caches nothing. */
export type ServiceWorkerScript = 'none' | 'caching' | 'passing';

/** One of the app's own source files in the symbols. */
export interface SourceFact extends FoundSource {
  readonly assembly: string;
  /** Whether its assembly is known to run in the page. */
  readonly isInPage: boolean;
  /** Whether the app loads its assembly only when it asks for it. */
  readonly isLazy: boolean;
}

/** A workspace folder. */
export interface WorkspaceFolder {
  readonly path: string;
  /** The path without links. */
  readonly realPath: string;
}

/** The facts of the checks. */
export interface DiagnosisFacts extends Omit<
  DiagnosisInputs,
  'session' | 'project' | 'client' | 'workspaceFolders'
> {
  readonly session: SessionFacts | undefined;
  readonly project: Known<ProjectFacts>;
  /** The client. */
  readonly client: ProjectFacts | undefined;
  readonly built: Known<readonly BuiltAssembly[]>;
  readonly served: ServedApp;
  readonly sources: Known<readonly SourceFact[]>;
  readonly workspaceFolders: readonly WorkspaceFolder[];
}
