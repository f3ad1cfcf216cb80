const options = process.execArgv.length;
console.log(`optioned ${process.env.NODE_OPTIONS.includes('--no-warnings')} ${options}`);
process.exitCode = 6;
