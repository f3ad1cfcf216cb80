const started = process.argv.slice(2).join(' ');
console.log(`packaged ${started}`);
process.exitCode = 5;
