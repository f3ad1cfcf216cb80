import type { RunPlace } from '../runtime/runPlace.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { BootConfiguration } from './bootConfiguration.ts';
import type { PdbReading } from './portablePdb.ts';
import type { FoundSource } from './sourceFiles.ts';

/** A breakpoint as the editor and the session's debugger know it. */
export interface BreakpointFact {
  /** Absolute. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly verified: boolean;
  /** The debugger's own words about it. */
  readonly message?: string;
  /** Whether the debugger knows the source, as it does once the assembly is loaded. */
  readonly isSourceLoaded?: boolean;
  /** Whether it will be bound without anyone doing anything about it. */
  readonly isPending?: boolean;
}

/** What a page says of itself. */
export interface PageAnswer {
  readonly runtimeVersion?: string;
  readonly debugLevel?: number;
  readonly serviceWorker: { readonly controlled: boolean; readonly scopes: readonly string[] };
}

/** A debugging session of a WebAssembly app, as the editor, the browser and the proxy know it. */
export interface SessionFacts {
  /** The page's address. */
  readonly url: string;
  readonly proxy:
    | { readonly kind: 'own' | 'app'; readonly version?: string; readonly reachable: boolean }
    | undefined;
  readonly isAttached: boolean;
  readonly browser: { readonly kind: string; readonly reachable: boolean } | undefined;
  /** What the page answered, or why it didn't. */
  readonly page: PageAnswer | { readonly problem: string } | undefined;
  /** Where the page's .NET code runs, as far as the page answers. */
  readonly place?: RunPlace | undefined;
  /** Whether the relay translates the paths of linked folders; without it they don't match. */
  readonly hasRelay?: boolean;
  readonly breakpoints: readonly BreakpointFact[];
}

/** What is told to the diagnosis by those who know it; the rest it finds out itself. */
export interface DiagnosisInputs {
  readonly session?: SessionFacts;
  /** The project that was started or is to be: the client, or the server that serves it. */
  readonly project?: ProjectFacts;
  /** The client, where the project is a server and its client is known. */
  readonly client?: ProjectFacts;
  readonly workspaceFolders: readonly string[];
  readonly extensions: readonly { readonly id: string; readonly version: string }[];
  /** The types of the window's other debug sessions; left out where they aren't known. */
  readonly otherDebugSessions?: readonly string[] | undefined;
  readonly settings: { readonly debugger: string };
}

/** A part of the facts that may not be known, with the reason as the rest of a sentence. */
export type Known<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The symbols of an assembly that was built. */
export type BuiltSymbols =
  PdbReading | { readonly kind: 'none' } | { readonly kind: 'embedded'; readonly pdb: PdbReading };

/** An assembly of the app's own in an output folder. */
export interface BuiltAssembly {
  readonly name: string;
  /** Whether it lies in the client's output folder, so that it is meant for the page. */
  readonly isOfClient: boolean;
  readonly symbols: BuiltSymbols;
}

/** How the app answered for the symbols of one of its own assemblies. */
export type ServedSymbols =
  | PdbReading
  /** The boot configuration doesn't name the file. */
  | { readonly kind: 'not listed' }
  /** The status of an answer that is no success. */
  | { readonly kind: 'refused'; readonly status: number }
  /** A page came instead, as from servers that answer everything unknown with their start page. */
  | { readonly kind: 'page' }
  | { readonly kind: 'failed'; readonly reason: string };

/** An assembly of the app's own as the page gets it. */
export interface ServedAssembly {
  readonly name: string;
  /** The file under `_framework/` that the boot configuration names. */
  readonly file: string;
  /** The file of its symbols, where the boot configuration names one. */
  readonly symbolsFile: string | undefined;
  readonly symbols: ServedSymbols;
}

/** What the app serves a page for debugging. */
export type ServedApp =
  | { readonly kind: 'not asked' }
  | { readonly kind: 'silent'; readonly url: string; readonly reason: string }
  /** It answers, but no boot configuration was found; `tried` says what was answered for which file. */
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

/** What the app serves as `service-worker.js`: the template's script for development caches nothing. */
export type ServiceWorkerScript = 'none' | 'caching' | 'passing';

/** A source file of the app's own, as the symbols name it. */
export interface SourceFact extends FoundSource {
  readonly assembly: string;
  /** Whether its assembly runs in the page, as far as that is known. */
  readonly isInPage: boolean;
  /** Whether the app loads its assembly only when it asks for it. */
  readonly isLazy: boolean;
}

/** A folder that the editor has open. */
export interface WorkspaceFolder {
  readonly path: string;
  /** Without links. */
  readonly realPath: string;
}

/** All that the checks look at. */
export interface DiagnosisFacts extends Omit<
  DiagnosisInputs,
  'session' | 'project' | 'client' | 'workspaceFolders'
> {
  readonly session: SessionFacts | undefined;
  readonly project: Known<ProjectFacts>;
  /** The project itself, if it is a client. */
  readonly client: ProjectFacts | undefined;
  readonly built: Known<readonly BuiltAssembly[]>;
  readonly served: ServedApp;
  readonly sources: Known<readonly SourceFact[]>;
  readonly workspaceFolders: readonly WorkspaceFolder[];
}
