import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { deferred } from '../../../src/common/deferred.ts';

/**
 * What a page reports, with times in milliseconds of the wall clock. The clocks of `performance` drift apart by some
 * milliseconds in a minute, between processes that were not started together.
 */
interface Report {
  readonly what: 'changed' | 'pressed';
  readonly at: number;
}

/** A page whose middle changes its color on demand and at each press of a mouse button. */
const html = `<!doctype html><title>Measured</title>
<body style="margin: 0; background: white; font: 14px sans-serif">
<p>${'A page with some text and a few elements, as pages have. '.repeat(60)}</p>
<input value="A field"> <button>A button</button>
<div style="position: fixed; inset: 40% 30%; background: white" id="middle"></div>
<div style="position: fixed; width: 20px; height: 20px; background: blue" id="mover"></div>
<script>
  const socket = new WebSocket(location.href.replace('http', 'ws'));
  let isDark = false;
  const toggle = () => { middle.style.background = (isDark = !isDark) ? 'black' : 'white'; };
  let moving;
  const commands = {
    toggle() {
      toggle();
      socket.send(JSON.stringify({ what: 'changed', at: Date.now() }));
    },
    move() {
      let step = 0;
      moving = setInterval(() => { mover.style.left = (step++ % 500) + 'px'; }, 16);
    },
    rest() { clearInterval(moving); },
  };
  socket.onmessage = ({ data }) => commands[data]();
  addEventListener('mousedown', () => {
    const at = Date.now();
    toggle();
    socket.send(JSON.stringify({ what: 'pressed', at }));
  });
</script>`;

/** Serves the page to one browser at a time. */
export class MeasuredPage {
  readonly url: string;
  readonly #server: Server;
  readonly #opened = deferred<WebSocket>();
  #next = deferred<Report>();

  static async serve(): Promise<MeasuredPage> {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new MeasuredPage(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    new WebSocketServer({ server }).on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        const { resolve } = this.#next;
        this.#next = deferred();
        resolve(JSON.parse(data.toString('utf8')) as Report);
      });
      this.#opened.resolve(socket);
    });
  }

  /** Resolves when a browser shows the page. */
  get opened(): Promise<unknown> {
    return this.#opened.promise;
  }

  /** Resolves to the time of the next change or press. */
  async nextReport(): Promise<number> {
    return (await this.#next.promise).at;
  }

  /** Changes the page's color, or starts or stops moving a part of it. */
  async command(command: 'toggle' | 'move' | 'rest'): Promise<void> {
    (await this.#opened.promise).send(command);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
