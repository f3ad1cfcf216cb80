console.log('lasting');
setInterval(() => {}, 1_000);
