import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { DevToolsConnection } from '../../../src/browser/page/devTools.ts';
import { systemClock } from '../../../src/common/clock.ts';

/** The size of a viewport, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A document that draws frames and sends presses, and nothing else. */
const html = ({ height, width }: Size): string => `<!doctype html>
<body style="margin: 0"><canvas class="picture" width="${width}" height="${height}"></canvas><script>
  const canvas = document.querySelector('canvas');
  const drawing = canvas.getContext('2d', { alpha: false });
  const socket = new WebSocket(location.href.replace('http', 'ws'));
  socket.binaryType = 'arraybuffer';
  let waiting;
  let isDecoding = false;
  const draw = async () => {
    if (isDecoding || waiting === undefined) return;
    isDecoding = true;
    const bytes = waiting;
    waiting = undefined;
    drawing.drawImage(await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' })), 0, 0);
    isDecoding = false;
    draw();
  };
  socket.onmessage = ({ data }) => { waiting = data; draw(); };
  for (const [type, name] of [['pointerdown', 'mousePressed'], ['pointerup', 'mouseReleased']]) {
    canvas.addEventListener(type, ({ offsetX: x, offsetY: y }) =>
      socket.send(JSON.stringify({ type: name, x, y, button: 'left', clickCount: 1 })));
  }
</script>`;

interface ScreencastFrame {
  readonly data: string;
  readonly sessionId: number;
}

/** The least that shows a page of a browser in another browser. */
export async function serveBarePage(browserUri: string, targetId: string, size: Size) {
  const browser = await DevToolsConnection.open(browserUri, systemClock);
  const attached = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const { sessionId: session } = attached as { sessionId: string };
  const send = (method: string, params: object = {}): void =>
    void browser.send(method, params, session).catch(() => undefined);
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html(size));
  });
  const sockets = new WebSocketServer({ server });
  browser.events(({ method, params }) => {
    if (method !== 'Page.screencastFrame') return;
    const { data, sessionId } = params as ScreencastFrame;
    for (const socket of sockets.clients) socket.send(Buffer.from(data, 'base64'));
    send('Page.screencastFrameAck', { sessionId });
  });
  sockets.on('connection', (socket) => {
    socket.on('message', (event: Buffer) =>
      send('Input.dispatchMouseEvent', JSON.parse(event.toString('utf8')) as object),
    );
    send('Page.startScreencast', { format: 'jpeg', quality: 80 });
  });
  send('Page.enable');
  send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    browser.dispose();
    sockets.close();
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}
