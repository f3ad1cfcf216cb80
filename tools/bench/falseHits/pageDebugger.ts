import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { afterTest } from '../../fixtures/afterTest.ts';

/** A message of the browser, or of the debug proxy on its behalf. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly sessionId?: string;
    readonly targetInfo?: { readonly type?: string };
  };
  readonly result?: { readonly locations?: readonly unknown[] };
}

/** A debugger of the only page of a browser. */
export class PageDebugger {
  readonly #socket: WebSocket;
  #lastId = 0;
  #session: string | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Connects to the browser by this address, until the end of the test. */
  static async attach(context: TestContext, uri: string): Promise<PageDebugger> {
    const socket = new WebSocket(uri);
    afterTest(context, () => socket.terminate());
    await once(socket, 'open');
    const page = new PageDebugger(socket);
    const attached = page.#next(({ method, params }) => {
      return method === 'Target.attachedToTarget' && params?.targetInfo?.type === 'page';
    });
    const options = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    await page.#send('Target.setAutoAttach', options);
    page.#session = (await attached).params?.sessionId;
    for (const domain of ['Page', 'Runtime', 'Debugger']) await page.#send(`${domain}.enable`);
    return page;
  }

  /** Loads an app; resolves once the debug proxy knows its runtime. */
  async open(url: string): Promise<void> {
    const ready = this.#next(({ method }) => method === 'Mono.runtimeReady');
    await this.#send('Page.navigate', { url });
    await ready;
  }

  /** Sets a breakpoint at a line (from 1) of a C# file, with a condition for the debug proxy. */
  async breakAt(file: string, line: number, condition: string): Promise<void> {
    const urlRegex = `/${file.replaceAll('.', '\\.')}($|\\?)`;
    const wanted = { urlRegex, lineNumber: line - 1, columnNumber: 0, condition };
    const { result } = await this.#send('Debugger.setBreakpointByUrl', wanted);
    if (!result?.locations?.length) throw new Error(`${file}:${line} is not bound.`);
  }

  /** Resumes the page whenever it stops, and counts the stops. */
  resumeStops(): { readonly count: number } {
    const stops = { count: 0 };
    this.#hear(({ method }) => {
      if (method !== 'Debugger.paused') return;
      stops.count++;
      void this.#send('Debugger.resume');
    });
    return stops;
  }

  async #send(method: string, params: object = {}): Promise<Message> {
    const id = ++this.#lastId;
    const answer = this.#next((message) => message.id === id);
    this.#socket.send(JSON.stringify({ id, method, params, sessionId: this.#session }));
    return answer;
  }

  #next(isMeant: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      const stop = this.#hear((message) => {
        if (!isMeant(message)) return;
        stop();
        resolve(message);
      });
    });
  }

  #hear(listener: (message: Message) => void): () => void {
    const onMessage = (data: Buffer): void => listener(JSON.parse(data.toString()) as Message);
    this.#socket.on('message', onMessage);
    return () => void this.#socket.off('message', onMessage);
  }
}
