const { fork } = require('node:child_process');

const child = fork(require.resolve('./service.js'), ['forked'], { stdio: 'inherit' });
child.once('exit', (code) => {
  process.exitCode = code + 10;
});
