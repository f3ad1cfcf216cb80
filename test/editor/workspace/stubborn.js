process.on('SIGTERM', () => console.log('no'));
setInterval(() => undefined, 1000);
console.log('stubborn');
