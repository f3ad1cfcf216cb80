import { randomUUID } from 'node:crypto';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import type { DebuggedPage, PageAttachment, PageBreakpoint } from '../../../wasm/pageDebugger.ts';
import { frameworkOrigin } from '../../../wasm/debugProxy/relay/frameworkScripts.ts';
import { type Clock, withTimeout } from '../../../common/clock.ts';
import { deferred } from '../../../common/deferred.ts';
import { DisposableStore } from '../../../common/disposable.ts';
import { getMessage } from '../../../common/log.ts';
import { definePhrases } from '../../../common/phrases.ts';
import { getAddition } from '../../../launch/user/debugSettings.ts';
import { editorErrors } from '../../errors.ts';
import { readAdapterMessage, readEditorMessage } from '../adapter/adapterMessages.ts';
import { BreakpointBinding } from './breakpointBinding.ts';
import { combineBreakpoints } from './combinedBreakpoints.ts';
import { type DebugSessions, withOwner, quietOptions } from '../debugSessions.ts';
import { ForcedEnd } from '../forcedEnd.ts';
import type { PagePauses } from './pagePauses.ts';
import { makePlain } from './plainBreakpoints.ts';
import { SessionName } from '../sessionName.ts';
import { startReasons } from '../startReasons.ts';
import { settings, type SettingsScope } from '../../window/settings.ts';

/** How long a debugger may take to detach from a page, in milliseconds. */
const detachTimeout = 1_000;
/** How long a debugger may take to attach to the page and set breakpoints, in milliseconds. */
const pageTimeout = 10_000;

const phrases = definePhrases({
  ended: 'its debug session has ended',
  noReason: 'its debugger refused without a reason',
});

export interface PageDebuggerOptions {
  readonly debugSessions: DebugSessions;
  readonly clock: Clock;
  /** Identifies the debug sessions of the run. */
  readonly id: string;
  /** The parent of the page's debug session. */
  readonly parent: vscode.DebugSession;
  /** The scope of the settings. */
  readonly scope: SettingsScope;
  /** Called when the page's toolbar requests a restart, which js-debug would handle as a reload. */
  readonly restart: () => void;
  /** Whether the relay evaluates conditions and log messages in C#. */
  readonly evaluatesTexts: () => boolean;
  readonly pauses: PagePauses;
  /** Called with the state of the page's breakpoints whenever it changes. */
  readonly breakpoints: (breakpoints: readonly PageBreakpoint[]) => void;
}

/** Called when the page reaches a milestone. */
export type Reached = DebuggedPage['reached'];

/** A debug session for a page, with the child sessions that its adapter starts. */
export class DebugSessionAttachment implements PageAttachment {
  readonly #options: PageDebuggerOptions;
  readonly #reached: Reached;
  readonly #id: string;
  readonly #over = deferred();
  /** The session once its adapter responds; `undefined` if it was not started. */
  readonly #appeared = deferred<vscode.DebugSession | undefined>();
  readonly #refused = deferred<string>();
  readonly #forcedEnd = new ForcedEnd();
  readonly #pageReady = deferred();
  readonly #resources = new DisposableStore();
  readonly #bindings = new Set<BreakpointBinding>();
  readonly #pages: vscode.DebugSession[] = [];
  #name: SessionName | undefined;

  constructor(options: PageDebuggerOptions, reached: Reached) {
    this.#options = options;
    this.#reached = reached;
    // The session of a former run may end after this one has begun.
    this.#id = `${options.id}:page:${randomUUID()}`;
  }

  get ended(): Promise<void> {
    return this.#over.promise;
  }

  breakpoints(): readonly PageBreakpoint[] {
    return combineBreakpoints([...this.#bindings].map(({ breakpoints }) => breakpoints));
  }

  /** Resolves when breakpoints are set in the first page, or after a timeout. */
  async pageReady(): Promise<void> {
    const either = Promise.race([this.#pageReady.promise, this.ended]);
    await withTimeout(this.#options.clock, pageTimeout, either, undefined);
  }

  /** Starts the debug session as a child that uses the toolbar of its parent. Throws a HumanError. */
  async begin(configuration: vscode.DebugConfiguration): Promise<void> {
    const { name, type: debugType } = configuration;
    this.#resources.add(
      this.#options.debugSessions.register(this.#id, {
        createTracker: (session) => this.#track(session, name),
        createChildTracker: (session) => this.#trackPage(session, name),
        terminated: () => this.#end(),
      }),
    );
    const starting = this.#start(configuration).then(
      (isStarted) => (isStarted ? undefined : startReasons.refused()),
      getMessage,
    );
    void starting.then((reason) => {
      this.#appeared.resolve(undefined);
      if (reason !== undefined) this.#resources.dispose();
    });
    const ended = this.ended.then(() => phrases.ended());
    const reason = await Promise.race([starting, this.#refused.promise, ended]);
    if (reason === undefined) return;
    void this.detach();
    throw editorErrors.DebuggerNotAttached({ debugType, name, reason });
  }

  /** A session that the editor is still starting is ended when it appears. */
  async detach(): Promise<void> {
    const isOver = this.#disconnect().then(() => true);
    if (!(await withTimeout(this.#options.clock, detachTimeout, isOver, false))) {
      void this.#appeared.promise.then((session) => session && this.#forcedEnd.request(session));
    }
    this.#leave();
  }

  async #disconnect(): Promise<void> {
    const session = await this.#appeared.promise;
    if (session === undefined) return;
    const asked = session.customRequest('disconnect', { terminateDebuggee: false });
    await asked.then(
      () => this.ended,
      () => undefined,
    );
  }

  async #start(configuration: vscode.DebugConfiguration): Promise<boolean> {
    const { parent, scope } = this.#options;
    const { properties } = getAddition(
      settings.debugConfigurations.get(scope),
      'browser',
      configuration.type,
    );
    return vscode.debug.startDebugging(
      parent.workspaceFolder,
      withOwner(this.#id, {
        ...properties,
        ...configuration,
        skipFiles: skipFiles(properties['skipFiles']),
        internalConsoleOptions: 'neverOpen',
      }),
      {
        ...quietOptions,
        parentSession: parent,
        lifecycleManagedByParent: true,
        // The parent's console also shows the build, the phases and the server.
        consoleMode: vscode.DebugConsoleMode.MergeWithParent,
      },
    );
  }

  #track(session: vscode.DebugSession, title: string): vscode.DebugAdapterTracker {
    // The editor numbers sessions with equal names. This one has the name of its parent.
    session.name = title;
    return {
      onWillReceiveMessage: (message) => this.#hearRestart(message),
      onDidSendMessage: (message) => {
        this.#forcedEnd.hear(message);
        // Earlier requests would be lost.
        this.#appeared.resolve(session);
        const fact = readAdapterMessage(message, session.type);
        if (fact?.kind === 'refused') this.#refused.resolve(describeRefusal(fact.message));
      },
    };
  }

  #trackPage(session: vscode.DebugSession, title: string): vscode.DebugAdapterTracker {
    const binding = new BreakpointBinding();
    this.#bindings.add(binding);
    this.#pages.push(session);
    this.#keepName(title);
    return {
      onWillReceiveMessage: (message) => {
        binding.toAdapter(message);
        if (this.#options.evaluatesTexts()) makePlain(message);
        this.#hearRestart(message);
      },
      onDidSendMessage: (message) => {
        this.#options.pauses.hear(session, message);
        if (binding.fromAdapter(message)) this.#options.breakpoints(this.breakpoints());
        this.#tellPhases(binding);
        // js-debug answers when the editor's breakpoints are set.
        if (readAdapterMessage(message, session.type)?.kind === 'launched')
          this.#pageReady.resolve();
      },
      onWillStopSession: () => {
        this.#options.pauses.end(session);
        this.#bindings.delete(binding);
        this.#pages.splice(this.#pages.indexOf(session), 1);
        this.#keepName(title);
      },
    };
  }

  /** The first page keeps the name of the session. Other pages and workers have their own names. */
  #keepName(title: string): void {
    this.#name?.dispose();
    const [first] = this.#pages;
    this.#name = first && new SessionName(first, title, this.#options.clock);
  }

  #hearRestart(message: DebugProtocol.ProtocolMessage): void {
    if (readEditorMessage(message) === 'restart') this.#options.restart();
  }

  #tellPhases(binding: BreakpointBinding): void {
    if (!binding.hasCSharpSources) return;
    this.#reached('runtime up');
    if (binding.hasBoundAtStart) this.#reached('bound');
  }

  #end(): void {
    this.#leave();
    this.#resources.dispose();
  }

  #leave(): void {
    this.#name?.dispose();
    this.#over.resolve();
  }
}

/** Returns an adapter's reason as a part of a sentence. */
function describeRefusal(message: string): string {
  return message.replace(/[.\s]+$/, '') || phrases.noReason();
}

/** Returns the user's skipFiles, and the file of external frames, which are then shown in gray. */
function skipFiles(ofUser: unknown): readonly unknown[] {
  return [...(Array.isArray(ofUser) ? ofUser : []), `${frameworkOrigin}**`];
}
