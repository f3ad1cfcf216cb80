import { basename } from 'node:path';
import type { BrowserKind, DevToolsAddress } from '../launch/launchPlan.ts';
import type { CSharpSettings } from './csharpSettings.ts';
import type { BreakpointTexts } from './debugProxy/conditions/breakpointTexts.ts';
import type { SpareProxies } from './debugProxy/spareProxies.ts';
import type { HotReloadUser } from './hotReload/hotReloadPort.ts';

/** The progress of debugging a page: C# sources are loaded, the first breakpoint in them is bound. */
type PageMilestone = 'runtime up' | 'bound';

/** A page to debug before it is loaded. */
export interface DebuggedPage {
  readonly title: string;
  readonly browser: BrowserKind;
  /** The browser, or a relay to it. */
  readonly devTools: DevToolsAddress;
  /** Resolves when the browser and the debug proxy have started. A relay accepts the debugger earlier. */
  readonly started: Promise<unknown>;
  /** The URL filter of the page, with * as a wildcard. */
  readonly urlFilter: string;
  /** The WebSocket address of the debug proxy; without one, only JavaScript is debugged. */
  readonly inspectUri: string | undefined;
  /** The folder that the root URL maps to. */
  readonly webRoot: string | undefined;
  /** Aborted to cancel debugging. */
  readonly signal: AbortSignal;
  readonly reached: (milestone: PageMilestone) => void;
}

/** A breakpoint as last reported by the debugger of a page. */
export interface PageBreakpoint {
  /** The path of the source. */
  readonly path: string;
  /** The requested line, one-based. */
  readonly line: number;
  readonly verified: boolean;
  /** Where it is bound. */
  readonly at?: { readonly line: number; readonly column: number | undefined };
  readonly message?: string;
  /** Whether the debugger knows the source, as it does once the assembly is loaded. */
  readonly isSourceLoaded?: boolean;
  /** Whether it will be bound without anyone doing anything about it. */
  readonly isPending?: boolean;
  /** Whether its code runs where this debugger does not see it, even if the debugger has bound it. */
  readonly isElsewhere?: boolean;
}

/** Where the user has a breakpoint, with line and column from zero. */
export interface BreakpointPlace {
  /** The path of the source. */
  readonly path: string;
  readonly line: number;
  /** Zero for a breakpoint of the whole line. */
  readonly column: number;
}

/** Whether a source is C# or contains it. */
export function isCSharp(path: string): boolean {
  return /\.(cs|razor|cshtml)$/i.test(path);
}

/** js-debug's message for all unbound breakpoints. */
const noReason = 'Unbound breakpoint';

/** Whether the reason for an unbound breakpoint is known. */
export function hasCause({ message, verified }: PageBreakpoint): boolean {
  return !verified && message !== undefined && message !== noReason;
}

/** Adds the reason to an unbound breakpoint, or how to find it. */
export function withCause(breakpoint: PageBreakpoint): PageBreakpoint {
  if (hasCause(breakpoint)) return breakpoint;
  return {
    ...breakpoint,
    message:
      'No code of the running app was found for it. To find the cause, run the command IDE Session: Diagnose Breakpoints.',
  };
}

/** Returns the warning about an unbound breakpoint. */
export function describeUnbound({ line, message, path }: PageBreakpoint): string {
  return `The breakpoint at ${basename(path)}:${line} is not bound. ${message ?? ''}`.trimEnd();
}

/** An attached debugger of a page. */
export interface PageAttachment {
  /** Resolves when it has ended for another reason than {@link detach}. */
  readonly ended: Promise<void>;
  /** Returns the current breakpoints of the debugger. */
  breakpoints(): readonly PageBreakpoint[];
  /** Detaches, which resumes the page. */
  detach(): Promise<void>;
}

/** The port to a debugger that attaches to a browser. */
export interface AttachingDebugger {
  /** Prepares for an attach, to load slow parts early. */
  expect(): void;
  /** Resolves when breakpoints are set and the page can be loaded. Throws a HumanError. */
  attach(page: DebuggedPage): Promise<PageAttachment>;
}

/** The port to a debugger with its own browser and debug proxy. */
export interface OpeningDebugger {
  /** Starts to open the URL. Throws a HumanError. */
  open(page: OpenedPage): Promise<PageAttachment>;
}

/** The debuggers of pages. */
export interface PageDebugging {
  readonly attaching: AttachingDebugger;
  /** Debugs pages with C# if the user prefers it. */
  readonly opening: OpeningDebugger | undefined;
  readonly csharpSettings: () => CSharpSettings;
  readonly breakpointTexts: BreakpointTexts;
  readonly spareProxies: SpareProxies;
  /**
   * Whether a page can be debugged that is loaded before its debugger is attached: C# is debugged through the relay,
   * and there are no breakpoints in scripts, which have run by then.
   */
  readonly canPrepare: () => boolean;
  /** Returns the enabled breakpoints in C#. */
  readonly csharpBreakpoints: () => readonly BreakpointPlace[];
  /** Absent if hot reload is off. */
  readonly hotReload?: HotReloadUser | undefined;
  /** Called with C# breakpoints of an app that stay unbound. */
  readonly unbound: (title: string, breakpoints: readonly PageBreakpoint[]) => void;
  /** Hears that breakpoints are hit again whose code ran elsewhere. */
  readonly arrived: () => void;
}

/** A page that its debugger opens. */
interface OpenedPage extends Pick<DebuggedPage, 'title' | 'browser' | 'webRoot'> {
  readonly url: string;
}
