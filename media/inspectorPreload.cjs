// Loaded by NODE_OPTIONS into each Node process of a session whose parent is not debugged, before its
// program: opens Node's inspector, says where, and waits for the debugger that was promised. What it finds
// in the environment is taken out again, so that neither the program nor its children see any of it: those
// of a debugged process are attached by its debugger.
'use strict';

const fs = require('node:fs');
const inspector = require('node:inspector');
const path = require('node:path');

/** How long the program waits for a debugger to announce itself before it continues, in milliseconds. */
const patience = 10_000;
const lookInterval = 5;

const {
  IDE_SESSION_INSPECTOR: folder,
  IDE_SESSION_NODE_OPTIONS: nodeOptions,
  IDE_SESSION_NPM_NODE_OPTIONS: npmNodeOptions,
} = process.env;
delete process.env.IDE_SESSION_INSPECTOR;
delete process.env.IDE_SESSION_NODE_OPTIONS;
delete process.env.IDE_SESSION_NPM_NODE_OPTIONS;
if (nodeOptions === undefined) delete process.env.NODE_OPTIONS;
else process.env.NODE_OPTIONS = nodeOptions;

if (folder !== undefined && fs.existsSync(folder)) {
  const isOwn = inspector.url() === undefined;
  if (isOwn) inspector.open(0, '127.0.0.1');
  // A pid may be used again.
  const own = path.join(folder, `${process.pid}-${process.hrtime.bigint()}`);
  const { pid, argv } = process;
  const found = { pid, url: inspector.url(), script: argv[1] && path.basename(argv[1]) };
  if (isSaid(`${own}.process`, found) && isPromised(`${own}.coming`)) {
    waitForDebugger(`${own}.waiting`);
    keepForPackageManagers();
  } else if (isOwn) inspector.close();
}

/** The folder is gone when no debugger is wanted any more. */
function isSaid(file, found) {
  try {
    fs.writeFileSync(`${file}.part`, JSON.stringify(found), { mode: 0o600 });
    fs.renameSync(`${file}.part`, file);
    return true;
  } catch {
    return false;
  }
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

/** Package managers replace NODE_OPTIONS by an option of their own, which thus has to have the debugger's too. */
function keepForPackageManagers() {
  const { NODE_OPTIONS: options = '' } = process.env;
  if (npmNodeOptions === undefined) return;
  process.env.npm_config_node_options = `${npmNodeOptions} ${options}`;
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
