/** Every failure that the run-session protocol's HTTP side answers with: its status and what to say. */
const errorTable = {
  MalformedRequest: [400, 'The request is not valid HTTP. Check the client that sent it.'],
  MissingInstanceId: [
    400,
    'The header Microsoft-Developer-DCP-Instance-ID is missing. Send the id of the controller with every request.',
  ],
  InvalidInstanceId: [
    400,
    'The header Microsoft-Developer-DCP-Instance-ID must be 1 to 256 visible characters without spaces.',
  ],
  MissingApiVersion: [
    400,
    'The parameter api-version is missing. Add ?api-version=YYYY-MM-DD with a version that /info lists.',
  ],
  MalformedApiVersion: [
    400,
    'The parameter api-version is not a date. Write it once, as YYYY-MM-DD, with a version that /info lists.',
  ],
  UnsupportedApiVersion: [400, 'The requested version of the protocol is not supported.'],
  MalformedJson: [400, 'The body is not valid JSON. Send one JSON object in UTF-8.'],
  IncompleteRequest: [400, 'The request ended before it was whole. Send it again.'],
  BodyTooComplex: [
    400,
    'The body has too many values, or is nested too deeply. Send no more variables and arguments than the program needs.',
  ],
  InvalidRequest: [400, 'The body does not have the form of a run session request.'],
  MissingLaunchConfiguration: [
    400,
    'The request has no launch configuration. Put at least one object with a type into launch_configurations.',
  ],
  UnsupportedLaunchConfiguration: [
    400,
    'None of the launch configurations has a type that runs here.',
  ],
  InvalidLaunchConfiguration: [400, 'The launch configuration cannot be used as it is.'],
  ProgramNotFound: [400, 'The program cannot be started.'],
  ProjectNotFound: [400, 'The project cannot be started.'],
  WorkingDirectoryNotFound: [400, 'The program cannot be started in its working directory.'],
  RuntimeNotFound: [400, 'The program cannot be started without its runtime.'],
  RuntimeNotExecutable: [400, 'The program cannot be started by its runtime.'],
  MissingAuthorization: [
    401,
    'The header Authorization is missing. Send Authorization: Bearer with the token from DEBUG_SESSION_TOKEN.',
  ],
  UnsupportedAuthorizationScheme: [
    401,
    'The header Authorization must have the form: Bearer TOKEN, with the token from DEBUG_SESSION_TOKEN.',
  ],
  InvalidToken: [
    401,
    'The token is not the one of this endpoint. Restart the controller from a terminal opened after the endpoint started.',
  ],
  HostNotAllowed: [
    403,
    'The Host header must name localhost, 127.0.0.1 or [::1] with the port of this endpoint.',
  ],
  OriginNotAllowed: [403, 'Requests from web pages are refused. Send no Origin header.'],
  NotFound: [
    404,
    'There is nothing at this path. Known are /info, /run_session, /run_session/ID and /run_session/notify.',
  ],
  MethodNotAllowed: [405, 'This path does not answer to this method.'],
  RequestTimeout: [408, 'The request did not arrive whole in time. Send it again.'],
  BodyTooLarge: [413, 'The body is larger than this endpoint accepts.'],
  UnsupportedMediaType: [415, 'The body must be JSON. Send Content-Type: application/json.'],
  UnsupportedCharset: [415, 'The body must be JSON in UTF-8. Send no other charset.'],
  UnsupportedContentEncoding: [
    415,
    'The encoding of the body is not supported. Send it as it is, or with gzip.',
  ],
  UpgradeRequired: [426, 'This path is a WebSocket. Connect with an upgrade request.'],
  UnsupportedWebSocketVersion: [
    426,
    'The version of WebSocket is not supported. Connect with Sec-WebSocket-Version: 13 (RFC 6455).',
  ],
  InvalidUpgrade: [
    400,
    'The WebSocket handshake is not valid (RFC 6455, section 4.1). Check the client.',
  ],
  HeadersTooLarge: [
    431,
    'The headers are larger than this endpoint accepts. Send fewer or shorter ones.',
  ],
  InternalError: [500, 'The endpoint failed. Its log tells more; the request may be sent again.'],
  InvalidContentEncoding: [
    400,
    'The body can not be decompressed by its Content-Encoding, or is cut off. Send all of it, or send it uncompressed.',
  ],
  TooManyConnections: [
    503,
    'Controllers have too many connections to this endpoint. Close those that are no longer used, and send the request again.',
  ],
  ShuttingDown: [503, 'The endpoint is closing and takes no new requests.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ProtocolErrorCode = keyof typeof errorTable;

/** One entry of an error's `details`, of the same shape as the error. */
export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
}

/** A refusal on the wire: a code of the error table, its HTTP status, and how to mend the request. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode;
  readonly status: number;
  readonly details: readonly ErrorDetail[];

  /** `addition` is put behind the table's sentence for what is particular to this request. */
  constructor(code: ProtocolErrorCode, addition = '', details: readonly ErrorDetail[] = []) {
    super(addition === '' ? errorTable[code][1] : `${errorTable[code][1]} ${addition}`);
    this.name = 'ProtocolError';
    this.code = code;
    this.status = errorTable[code][0];
    this.details = details;
  }

  /** The body of the answer: `{"error":{"code","message","details"?}}`. */
  toJSON() {
    const { code, message, details } = this;
    return { error: { code, message, ...(details.length > 0 && { details }) } };
  }
}

export const protocolErrorCodes = Object.keys(errorTable) as readonly ProtocolErrorCode[];

/** Whether a failure's code is one of the table. */
export function isProtocolErrorCode(code: string): code is ProtocolErrorCode {
  return Object.hasOwn(errorTable, code);
}
