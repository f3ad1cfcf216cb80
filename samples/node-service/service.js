const { createServer } = require('node:http');

let visits = 0;

function greeting(name) {
  visits += 1;
  // A good line for a breakpoint.
  return `Hello, ${name}. You are visitor ${visits}.`;
}

const service = createServer((request, response) => {
  const name = new URL(request.url, 'http://localhost').searchParams.get('name') ?? 'stranger';
  console.log(`${request.method} ${request.url}`);
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(`${greeting(name)}\n`);
});

service.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${service.address().port}`);
});

process.once('SIGTERM', () => {
  console.error(`Asked to stop after ${visits} ${visits === 1 ? 'visit' : 'visits'}.`);
  service.close();
  service.closeAllConnections();
});
