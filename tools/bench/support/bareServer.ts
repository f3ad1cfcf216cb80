// The minimal server with the same responses: Node's own with the same kind of certificate.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificate } from '../../../src/common/server/certificate.ts';
import { builtInTypes } from '../../../src/launch/table.ts';
import { createInfo } from '../../../src/protocol/info.ts';
import { answerMeasures } from './measuredProcess.ts';

const info = JSON.stringify(createInfo([...builtInTypes.keys()]));
const { key, certificate, certificateBase64 } = await createCertificate(new Date());
const location = 'https://localhost:65535/run_session/00000000-0000-0000-0000-000000000000';

const server = createServer({ key, cert: certificate }, (request, response) => {
  request.resume().once('end', () => {
    if (request.method === 'PUT') {
      response.writeHead(201, { Location: location, 'Content-Length': 0 }).end();
      return;
    }
    const [, id] = /^\/run_session\/([^/?]+)/.exec(request.url ?? '') ?? [];
    if (request.method === 'DELETE' && id !== undefined) {
      response.writeHead(200, { 'Content-Length': 0 }).end();
      return;
    }
    const length = Buffer.byteLength(info);
    response
      .writeHead(200, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': length,
      })
      .end(info);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({
    DEBUG_SESSION_PORT: `localhost:${(server.address() as AddressInfo).port}`,
    DEBUG_SESSION_TOKEN: 'none',
    DEBUG_SESSION_SERVER_CERTIFICATE: certificateBase64,
  });
});
answerMeasures();
process.once('disconnect', () => {
  server.close();
  server.closeAllConnections();
});
