// A suite that starts a program outside of its own process group and never ends.

const { spawn } = require('node:child_process');

exports.run = () => {
  console.log('waiting on purpose');
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  }).unref();
  return new Promise(() => {});
};
