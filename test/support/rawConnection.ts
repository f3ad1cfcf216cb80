import { once } from 'node:events';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

/** An answer as it stood on the wire. */
export interface WireAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Where a host listens and by what it is known. */
export interface Address {
  readonly port: number;
  /** Base64 of the DER certificate. */
  readonly certificate: string;
}

/** A TLS connection that sends the bytes it is given, whatever they are. */
export class RawConnection {
  readonly socket: TLSSocket;
  /** Resolves when the connection has ended, in whatever way. */
  readonly closed: Promise<void>;
  #received = '';
  #isClosed = false;

  constructor(socket: TLSSocket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.#received += text;
    });
    // How a connection ends is of no interest: what came before is.
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isClosed = true;
        resolve();
      });
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** All that has come and was not taken yet. */
  get received(): string {
    return this.#received;
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The next answer, or undefined if the connection ends without one. */
  async answer(): Promise<WireAnswer | undefined> {
    let answer = this.#take();
    while (answer === undefined && !this.#isClosed) {
      await Promise.race([once(this.socket, 'data'), this.closed]);
      answer = this.#take();
    }
    return answer;
  }

  /** Takes an answer that has come whole; its length must be announced, or the status have no body. */
  #take(): WireAnswer | undefined {
    const end = this.#received.indexOf('\r\n\r\n');
    if (end === -1) return undefined;
    const [first = '', ...lines] = this.#received.slice(0, end).split('\r\n');
    const status = Number(first.split(' ')[1]);
    const headers = Object.fromEntries(lines.map(parseHeader));
    const length = Number(headers['content-length'] ?? 0);
    const body = this.#received.slice(end + 4, end + 4 + length);
    if (body.length < length) return undefined;
    this.#received = this.#received.slice(end + 4 + length);
    return { status, headers, body: Buffer.from(body, 'latin1').toString('utf8') };
  }
}

function parseHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

/** Connects over TLS, trusting the host's certificate. `first` is sent with the end of the handshake. */
export async function connectRaw(
  { port, certificate }: Address,
  options: ConnectionOptions = {},
  first = '',
): Promise<RawConnection> {
  const socket = connect({ host: '127.0.0.1', port, ...trust(certificate), ...options });
  if (first !== '') socket.write(first);
  await once(socket, 'secureConnect');
  return new RawConnection(socket);
}

/** What a client needs to trust the certificate of a host. */
export function trust(certificate: string): ConnectionOptions {
  const lines = certificate.match(/.{1,64}/g) ?? [];
  const ca = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { ca, servername: 'localhost' };
}

/** A request as it goes out: its first line, its headers, its body. */
export function requestText(
  method: string,
  target: string,
  headers: Readonly<Record<string, string | undefined>>,
  body = '',
): string {
  const lines = Object.entries(headers)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body}`;
}
