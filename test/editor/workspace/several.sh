node service.js one & node service.js two & wait
node service.js three
