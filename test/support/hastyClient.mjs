// A client on a thread of its own, which closes its connection as soon as it has an answer. When it is
// gone, it stores 1 in the flag and wakes who waits for that.
import { connect } from 'node:tls';
import { workerData } from 'node:worker_threads';

const { flag, options, request } = workerData;
const gone = new Int32Array(flag);
const socket = connect(options, () => socket.write(request));
socket.once('data', () => socket.destroy());
socket.on('error', () => {});
socket.once('close', () => {
  Atomics.store(gone, 0, 1);
  Atomics.notify(gone, 0);
});
