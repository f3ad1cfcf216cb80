let rounds = 0;
process.on('SIGTERM', () => {
  console.log('ending');
  process.exit(7);
});
setInterval(() => {
  rounds++;
  process.exitCode = rounds % 1;
}, 20);
console.log('serving');
