// Loaded by NODE_OPTIONS into the first Node process of a session, before its program: opens Node's
// inspector, says where, and waits for the debugger that was promised. What it finds in the environment
// is taken out again, so that neither the program nor its children see any of it.
'use strict';

const fs = require('node:fs');
const inspector = require('node:inspector');
const path = require('node:path');

/** How long nobody may promise to come before the program goes on by itself, in milliseconds. */
const patience = 10_000;
const lookInterval = 5;

const { IDE_SESSION_INSPECTOR: folder, IDE_SESSION_NODE_OPTIONS: nodeOptions } = process.env;
delete process.env.IDE_SESSION_INSPECTOR;
delete process.env.IDE_SESSION_NODE_OPTIONS;
if (nodeOptions === undefined) delete process.env.NODE_OPTIONS;
else process.env.NODE_OPTIONS = nodeOptions;

if (folder !== undefined && isFirst(path.join(folder, 'first'))) {
  const isOwn = inspector.url() === undefined;
  if (isOwn) inspector.open(0, '127.0.0.1');
  const report = path.join(folder, 'inspector');
  fs.writeFileSync(`${report}.part`, String(inspector.url()), { mode: 0o600 });
  fs.renameSync(`${report}.part`, report);
  if (isPromised(path.join(folder, 'coming'))) waitForDebugger(path.join(folder, 'waiting'));
  else if (isOwn) inspector.close();
}

/** Waits for the debugger, and writes `file` once it can't come unnoticed: what it says before the wait begins is lost. */
function waitForDebugger(file) {
  const write = () => fs.writeFileSync(file, '', { mode: 0o600 });
  const session = new inspector.Session();
  session.connect();
  session.once('NodeRuntime.waitingForDebugger', write);
  session.post('NodeRuntime.enable', (error) => {
    // Node before 20.12 doesn't tell when its wait begins.
    if (error) write();
  });
  inspector.waitForDebugger();
  session.disconnect();
}

/** Others may come by the same variables, when what starts Node processes isn't one itself. */
function isFirst(file) {
  try {
    fs.writeFileSync(file, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

function isPromised(file) {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const end = Date.now() + patience;
  while (!fs.existsSync(file)) {
    if (Date.now() > end || !fs.existsSync(folder)) return false;
    Atomics.wait(cell, 0, 0, lookInterval);
  }
  return true;
}
