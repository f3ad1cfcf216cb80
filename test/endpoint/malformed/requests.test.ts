import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type EndpointFixture,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import {
  type RawConnection,
  requestText,
  type WireAnswer,
} from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { dial, goodHeaders } from '../http/answers.ts';
import { assertRefusal, assertWell } from './judge.ts';
import { malformedRequests, type RequestParts } from './requests.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const batch = 100;

/** A connection that is reused until the endpoint closes it. */
class KeptConnection {
  readonly #fixture: EndpointFixture;
  #connection: RawConnection | undefined;

  constructor(fixture: EndpointFixture) {
    this.#fixture = fixture;
  }

  /** Sends a request and returns the response; reconnects when the last connection has ended. */
  async exchange(text: string): Promise<WireAnswer | undefined> {
    if (this.#connection === undefined || this.#connection.isClosed) {
      this.#connection = await dial(this.#fixture);
    }
    this.#connection.write(text);
    const answer = await this.#connection.answer();
    if (answer?.headers['connection']?.startsWith('close') === true) await this.#connection.closed;
    return answer;
  }

  close(): void {
    this.#connection?.socket.destroy();
  }
}

function textOf(
  fixture: EndpointFixture,
  { method, path, query, headers, body }: RequestParts,
): string {
  const length = body === '' ? undefined : String(Buffer.byteLength(body));
  const all = { ...goodHeaders(fixture), 'Content-Length': length, ...headers };
  return requestText(method, query === '' ? path : `${path}?${query}`, all, body);
}

for (const [what, requests] of Object.entries(malformedRequests)) {
  const runs = what === 'body' ? 3500 : 450;
  test(`${runs} requests with a wrong ${what} are refused`, async (context) => {
    const fixture = await openEndpoint(context);
    const connection = new KeptConnection(fixture);
    let count = 0;
    let answered = 0;
    const property = fc.asyncProperty(requests, async (parts) => {
      const answer = await connection.exchange(textOf(fixture, parts));
      if (answer !== undefined) {
        assertRefusal(answer);
        answered++;
      }
      if (++count % batch === 0) await assertWell(fixture);
    });
    await fc.assert(property, { numRuns: runs });
    connection.close();
    await assertWell(fixture);
    assert.ok(answered > runs * 0.9, `only ${answered} were answered`);
  });
}
