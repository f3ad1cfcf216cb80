// Runs in the extension host in place of a suite: runs the suite, with its console output marked
// among the editor's logs.

const { format } = require('node:util');

const mark = '\u2063';

const warn = console.warn.bind(console);
// Only extensions assert through the console; their failures are not the suite's.
Object.defineProperty(console, 'assert', {
  value: (holds, ...values) => holds || warn('Assertion failed', format(...values)),
});

for (const method of ['log', 'info', 'debug', 'warn', 'error']) {
  const write = console[method].bind(console);
  // The editor's own console ignores assignments.
  Object.defineProperty(console, method, { value: (...values) => write(mark + format(...values)) });
}

exports.run = () => require(process.env.IDE_SESSION_HOST_TEST_SUITE).run();
