import { basename } from 'node:path';
import type { BrowserKind, DevToolsAddress } from '../launch/launchPlan.ts';
import type { CSharpSettings } from './csharpSettings.ts';
import type { BreakpointTexts } from './debugProxy/conditions/breakpointTexts.ts';

/** How far the debugging of a page has come: C# sources are there, the first of their breakpoints is bound. */
type PageMilestone = 'runtime up' | 'bound';

/** A page that is about to be loaded, as its debugger needs to know it. */
export interface DebuggedPage {
  readonly title: string;
  readonly browser: BrowserKind;
  readonly devTools: DevToolsAddress;
  /** The pages of that browser that are meant, with * for any text. */
  readonly urlFilter: string;
  /** The web socket of the proxy that knows C#; without one only JavaScript is debugged. */
  readonly inspectUri: string | undefined;
  /** The folder that the server's root shows. */
  readonly webRoot: string | undefined;
  /** Aborted when nobody wants the page debugged any more. */
  readonly signal: AbortSignal;
  readonly reached: (milestone: PageMilestone) => void;
}

/** A breakpoint as a debugger of a page last spoke of it. */
export interface PageBreakpoint {
  /** The path of the source. */
  readonly path: string;
  /** From 1; where it was asked for. */
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

/** Whether a source is C#, by itself or in markup. */
export function isCSharp(path: string): boolean {
  return /\.(cs|razor|cshtml)$/i.test(path);
}

/** What js-debug says of a breakpoint that it has not bound, whatever the cause. */
const noReason = 'Unbound breakpoint';

/** Whether it is said why a breakpoint is not bound. */
export function hasCause({ message, verified }: PageBreakpoint): boolean {
  return !verified && message !== undefined && message !== noReason;
}

/** A breakpoint that stays unbound, with the cause as its message, or with a way to find it. */
export function withCause(breakpoint: PageBreakpoint): PageBreakpoint {
  if (hasCause(breakpoint)) return breakpoint;
  return {
    ...breakpoint,
    message:
      'No code of the running app was found for it. To find the cause, run the command IDE Session: Diagnose Blazor Debugging.',
  };
}

/** The warning about a breakpoint that stays unbound. */
export function describeUnbound({ line, message, path }: PageBreakpoint): string {
  return `The breakpoint at ${basename(path)}:${line} is not bound. ${message ?? ''}`.trimEnd();
}

/** A debugger's hold on a page. */
export interface PageAttachment {
  /** Resolves when somebody else has ended it. */
  readonly ended: Promise<void>;
  /** The breakpoints as the debugger sees them now. */
  breakpoints(): readonly PageBreakpoint[];
  /** Lets the page go, so that it runs on wherever it stands. */
  detach(): Promise<void>;
}

/** The port to a debugger of browsers that are ours. */
export interface AttachingDebugger {
  /** Told that a page is going to be attached to, so that what loads slowly can load now. */
  expect(): void;
  /** Resolves when breakpoints are set, and the page may be loaded. Throws a HumanError. */
  attach(page: DebuggedPage): Promise<PageAttachment>;
}

/** The port to a debugger that brings a browser and a debug proxy of its own. */
export interface OpeningDebugger {
  /** Opens the address; resolves when that is under way. Throws a HumanError. */
  open(page: OpenedPage): Promise<PageAttachment>;
}

/** How a launch debugs its page. */
export interface PageDebugging {
  readonly attaching: AttachingDebugger;
  /** Takes the pages with C#, where its user has asked for it. */
  readonly opening: OpeningDebugger | undefined;
  readonly csharpSettings: () => CSharpSettings;
  readonly breakpointTexts: BreakpointTexts;
  /** Hears of C# breakpoints of an app that stay unbound. */
  readonly unbound: (title: string, breakpoints: readonly PageBreakpoint[]) => void;
  /** Hears that breakpoints are hit again whose code ran elsewhere. */
  readonly arrived: () => void;
}

/** A page that its debugger opens by itself. */
interface OpenedPage extends Pick<DebuggedPage, 'title' | 'browser' | 'webRoot'> {
  readonly url: string;
}
