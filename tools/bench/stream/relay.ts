// The simplest way to send a program's output to a WebSocket: each chunk of its pipe is one
// message. The connection's address has the programs to run, each by its arguments for Node:
// /?program=["…"]
import { spawn } from 'node:child_process';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { createCertificate } from '../../../src/common/server/certificate.ts';
import { answerMeasures } from '../support/measuredProcess.ts';

/** The pipe is paused while the socket has more unsent bytes than this. */
const maxBuffered = 1024 * 1024;

const { key, certificate, certificateBase64 } = await createCertificate(new Date());
const server = createServer({ key, cert: certificate });
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket, request) => {
  socket.setMaxListeners(0);
  const { searchParams } = new URL(request.url ?? '/', 'https://localhost');
  const programs = searchParams.getAll('program').map((text) => JSON.parse(text) as string[]);
  let left = programs.length;
  for (const args of programs) {
    relay(socket, args, () => {
      left--;
      if (left === 0) socket.close(1000);
    });
  }
});

const paused = new Set<Readable>();

function relay(socket: WebSocket, args: readonly string[], ended: () => void): void {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.on('data', (chunk: Buffer) => {
    socket.send(chunk, () => {
      if (socket.bufferedAmount >= maxBuffered) return;
      for (const pipe of paused) pipe.resume();
      paused.clear();
    });
    if (socket.bufferedAmount >= maxBuffered) paused.add(child.stdout.pause());
  });
  child.once('close', ended);
  socket.once('close', () => child.kill());
}

server.listen(0, '127.0.0.1', () => {
  process.send?.({
    DEBUG_SESSION_PORT: `localhost:${(server.address() as AddressInfo).port}`,
    DEBUG_SESSION_TOKEN: 'none',
    DEBUG_SESSION_SERVER_CERTIFICATE: certificateBase64,
  });
});
answerMeasures();
process.once('disconnect', () => process.exit());
