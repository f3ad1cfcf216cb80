import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { openDebuggerRelay, openProxyRelay } from '../../../../src/wasm/debugProxy/pageRelay.ts';
import type { DebugHost } from '../../../../src/wasm/debugProxy/debugHost.ts';
import type { BreakpointTexts } from '../../../../src/wasm/debugProxy/conditions/breakpointTexts.ts';
import type { HotReloadHandlers } from '../../../../src/wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import type { FindAssembly } from '../../../../src/wasm/debugProxy/relay/handlers/assemblyBytes.ts';
import type { HeldStart } from '../../../../src/wasm/debugProxy/relay/handlers/heldStart.ts';
import type { BreakpointPlace } from '../../../../src/wasm/pageDebugger.ts';
import { HeldConnection } from '../../../../src/wasm/debugProxy/heldConnection.ts';
import { Page } from '../../../../src/browser/page/page.ts';
import { LaunchScope } from '../../../../src/common/launchScope.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { openBrowser } from '../../../../tools/fixtures/web/browsers.ts';
import { RecordingLog } from '../../../../tools/fixtures/recordingLog.ts';
import { RelayServer } from '../../../../src/wasm/debugProxy/relay/relayServer.ts';
import { openProxy } from '../proxyFixture.ts';

/** A message from the browser, or from the proxy on its behalf. */
interface Report {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Record<string, never> & Parameters;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Parameters {
  readonly reason?: string;
  readonly hitBreakpoints?: readonly string[] | null;
  readonly data?: { readonly description?: string; readonly uncaught?: boolean } | null;
  readonly url?: string;
  readonly scriptId?: string;
  readonly sessionId?: string;
  readonly targetInfo?: { readonly type: string; readonly targetId: string };
  readonly args?: readonly { readonly value?: unknown }[];
  readonly callFrames?: readonly {
    readonly callFrameId: string;
    readonly functionName: string;
    readonly url: string;
    readonly location: { readonly lineNumber: number };
    readonly scopeChain?: readonly { readonly object: { readonly objectId?: string } }[];
  }[];
}

/** A page that is loaded before its debugger attaches. */
interface HeldPage {
  readonly start: HeldStart;
  readonly url: string;
  /** The breakpoints with which its app starts; absent if the app waits. */
  readonly breakpoints?: readonly BreakpointPlace[];
}

/** Options of a session, with the usual ones as defaults. */
export interface PageSessionOptions {
  /** The debug proxy; the installed one by default. */
  readonly host?: DebugHost;
  readonly breakpointTexts?: BreakpointTexts;
  /** Finds no files by default. */
  readonly findAssembly?: FindAssembly;
  /** On by default. */
  readonly justMyCode?: boolean;
  /** None by default. */
  readonly hotReload?: HotReloadHandlers;
  /** Loads a page before the debugger attaches; an empty page by default. */
  readonly held?: HeldPage;
}

const noTexts: BreakpointTexts = { at: () => undefined, failed: () => undefined };

/** The timeout for an event, in milliseconds. */
const patience = 120_000;
/** How long to wait before an expression is evaluated again, in milliseconds, so that the page can go on. */
const evaluateInterval = 20;

/** A page's debugger, through a relay and a debug proxy, with a headless browser. */
export class PageSession {
  readonly #socket: WebSocket;
  readonly #listeners = new Set<(report: Report) => void>();
  #held: { readonly connection: HeldConnection; readonly start: HeldStart } | undefined;
  #replace: (() => Promise<PageSession>) | undefined;
  #session: string | undefined;
  #targetId: string | undefined;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const report = JSON.parse(data.toString()) as Report;
      for (const listener of this.#listeners) listener(report);
    });
  }

  /** Attaches to an empty page through a debug proxy. Everything is closed after the test. */
  static async open(
    context: TestContext,
    {
      breakpointTexts = noTexts,
      findAssembly = () => Promise.resolve(undefined),
      host,
      held,
      hotReload,
      justMyCode = true,
    }: PageSessionOptions = {},
  ): Promise<PageSession> {
    const browser = await openBrowser(context);
    const scope = new LaunchScope();
    afterTest(context, () => scope.release());
    const parts = {
      host: { clock: systemClock, log: new RecordingLog() },
      scope,
      debugging: {
        csharpSettings: () => ({ debugRelay: true, justMyCode }),
        breakpointTexts,
      },
      hotReload,
      held: held?.start,
    };
    const { browserUri, devToolsPort } = browser;
    const found = { browserUri, devTools: { address: '127.0.0.1', port: devToolsPort } };
    const server = await RelayServer.listen();
    afterTest(context, () => server.dispose());
    const relayed = await openProxyRelay(server, Promise.resolve(found), findAssembly, parts);
    const proxy = await openProxy(
      context,
      { devToolsPort: server.address.port },
      { justMyCode, ...(host && { host }) },
    );
    let inspectUri = proxy.inspectUri(relayed);
    let connection: HeldConnection | undefined;
    if (held !== undefined) {
      const page = await Page.first(browser.pages, systemClock);
      const opened = await HeldConnection.open(inspectUri, page.targetId, systemClock);
      connection = opened;
      afterTest(context, () => opened.dispose());
      await page.open(held.url);
      assert.equal(await connection.firstPause, 'runtime ready');
      inspectUri = connection.uri;
      if (held.breakpoints !== undefined) {
        await connection.setBreakpoints(held.breakpoints);
        held.start.start();
      }
    }
    const connect = async (debuggerParts: typeof parts, uri: string): Promise<PageSession> => {
      const relay = await openDebuggerRelay(async () => uri, undefined, debuggerParts);
      const socket = new WebSocket(relay?.inspectUri ?? uri);
      afterTest(context, () => socket.terminate());
      await once(socket, 'open');
      return new PageSession(socket);
    };
    const session = await connect(parts, inspectUri);
    session.#held = held && connection && { connection, start: held.start };
    session.#replace = async () => {
      await scope.release();
      const next = new LaunchScope();
      afterTest(context, () => next.release());
      const others = { ...parts, scope: next };
      const browserAgain = await openProxyRelay(
        server,
        Promise.resolve(found),
        findAssembly,
        others,
      );
      const replaced = await connect(others, proxy.inspectUri(browserAgain));
      await replaced.#attachAsEditor();
      return replaced;
    };
    await (held === undefined ? session.#attach() : session.#attachAsEditor());
    return session;
  }

  /** Ends this debugger as a launch does, and attaches another one to the page as it is. */
  async replace(): Promise<PageSession> {
    const replaced = await this.#replace?.();
    assert.ok(replaced !== undefined);
    return replaced;
  }

  /** Attaches to the only page as js-debug does. */
  async #attachAsEditor(): Promise<void> {
    const browser = (await this.send('Target.attachToBrowserTarget')) as { sessionId: string };
    this.#session = browser.sessionId;
    const created = this.event('Target.targetCreated', ({ targetInfo }) => {
      return targetInfo?.type === 'page';
    });
    await this.send('Target.setDiscoverTargets', { discover: true });
    const { targetId } = (await created).targetInfo ?? {};
    const attach = { targetId, flatten: true };
    const page = (await this.send('Target.attachToTarget', attach)) as { sessionId: string };
    this.#session = page.sessionId;
    for (const domain of ['Page', 'Runtime', 'Debugger']) await this.send(`${domain}.enable`);
  }

  async #attach(): Promise<void> {
    await this.#attachBy('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: true,
    });
  }

  /** Tells what a page did that was loaded before, once the breakpoints are set. */
  async takeOver(): Promise<void> {
    this.#held?.connection.handOver();
    if (this.#held?.start.release() === false) await this.#held.connection.removeBreakpoints();
  }

  /** Closes the page, whatever it does, and attaches to a new one, which is empty and has no breakpoints. */
  async reopen(): Promise<void> {
    const targetId = this.#targetId;
    this.#session = undefined;
    await this.#attachBy('Target.createTarget', { url: 'about:blank' });
    const present = this.#session;
    this.#session = undefined;
    await this.send('Target.closeTarget', { targetId });
    this.#session = present;
  }

  /** Attaches to the page that the browser reports after a command for the browser. */
  async #attachBy(method: string, params: object): Promise<void> {
    const attached = this.event('Target.attachedToTarget', ({ targetInfo }) => {
      return targetInfo?.type === 'page';
    });
    await this.send(method, params);
    const { sessionId, targetInfo } = await attached;
    this.#session = sessionId;
    this.#targetId = targetInfo?.targetId;
    for (const domain of ['Page', 'Runtime', 'Debugger']) await this.send(`${domain}.enable`);
  }

  /** Sends a command to the page and resolves to its result. */
  async send(method: string, params: object = {}): Promise<unknown> {
    return (await this.#answerTo(method, params)).result;
  }

  #answerTo(method: string, params: object): Promise<Report> {
    const id = ++this.#lastId;
    const answer = this.#report((report) => report.id === id, method);
    this.#socket.send(JSON.stringify({ id, method, params, sessionId: this.#session }));
    return answer;
  }

  /** Resolves to the parameters of the next event of a method. */
  async event(
    method: string,
    isMeant: (params: Parameters) => boolean = () => true,
  ): Promise<Parameters> {
    const isEvent = (report: Report): boolean =>
      report.method === method && isMeant(report.params ?? {});
    return (await this.#report(isEvent, method)).params ?? {};
  }

  /** Listens to all events of a method from now on. */
  hear(method: string, listener: (params: Parameters) => void): void {
    this.#listeners.add((report) => {
      if (report.method === method) listener(report.params ?? {});
    });
  }

  /** Resolves to the innermost function at the next pause. */
  async paused(): Promise<string | undefined> {
    return (await this.event('Debugger.paused')).callFrames?.[0]?.functionName;
  }

  /** Sets a breakpoint at a line (from 1) of a C# file, and resolves to its id. */
  async breakAt(file: string, line: number): Promise<string> {
    const urlRegex = `/${file.replaceAll('.', '\\.')}($|\\?)`;
    const params = { urlRegex, lineNumber: line - 1, columnNumber: 0 };
    const { error, result } = await this.#answerTo('Debugger.setBreakpointByUrl', params);
    if (error !== undefined) {
      throw new Error(`The breakpoint at ${file}:${line} was refused: ${error.message}`);
    }
    return (result as { breakpointId: string }).breakpointId;
  }

  /** Removes and sets a breakpoint repeatedly without waiting for any response. */
  async toggle(breakpointId: string, file: string, line: number): Promise<void> {
    const answers: Promise<unknown>[] = [];
    for (let round = 0; round < 5; round++) {
      answers.push(this.send('Debugger.removeBreakpoint', { breakpointId }));
      answers.push(this.breakAt(file, line));
    }
    await Promise.all(answers);
  }

  /** Clicks a button of the page once it is enabled, without waiting for the effect. */
  async press(id: string): Promise<void> {
    await this.evaluate(`setTimeout(function press() {
      const button = document.querySelector('#${id}:enabled');
      if (button) button.click();
      else setTimeout(press, 50);
    })`);
  }

  /** Resolves once the page runs and shows an element. */
  async shown(id: string): Promise<void> {
    await this.untilTrue(`document.querySelector('#${id}') !== null`);
  }

  /** Resolves once an expression is true in the page. During a step the proxy interprets it as C#. */
  async untilTrue(expression: string): Promise<void> {
    while ((await this.evaluate(expression)) !== true) await pause(evaluateInterval);
  }

  /** The value of an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = (await this.send('Runtime.evaluate', { expression })) as {
      result?: { value?: unknown };
    };
    return answer.result?.value;
  }

  #report(isMeant: (report: Report) => boolean, what: string): Promise<Report> {
    return new Promise((resolve, reject) => {
      const timer = systemClock.after(patience, () => {
        this.#listeners.delete(listener);
        reject(new Error(`There was no ${what}.`));
      });
      const listener = (report: Report): void => {
        if (!isMeant(report)) return;
        timer.dispose();
        this.#listeners.delete(listener);
        resolve(report);
      };
      this.#listeners.add(listener);
    });
  }
}
