// Writes the time repeatedly, a few milliseconds apart: nanoseconds of the clock that all processes
// share.
const [, , count] = process.argv;
let left = Number(count);
const timer = setInterval(() => {
  process.stdout.write(`tick ${process.hrtime.bigint()}\n`);
  left--;
  if (left === 0) clearInterval(timer);
}, 4);
