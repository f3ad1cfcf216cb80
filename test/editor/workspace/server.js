let rounds = 0;
process.on('SIGTERM', () => {
  console.log('ending');
  process.exit(7);
});
setInterval(() => {
  rounds++;
  globalThis.rounds = rounds;
}, 20);
console.log('serving');
