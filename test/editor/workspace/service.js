const answer = 42;
console.log(`answer ${answer} ${process.argv.slice(2).join(' ')}`);
console.error('to stderr');
process.stdout.write('rest without line end');
process.exitCode = 3;
