/** An error response of the run-session protocol: HTTP status, what happened, and what to do. */
export type ProtocolErrorEntry = readonly [status: number, message: string, remedy: string];

const instanceIdHeader = 'Microsoft-Developer-DCP-Instance-ID';

/** All error responses of the run-session protocol. */
export const protocolErrorTable = {
  MalformedRequest: [400, 'The request is not valid HTTP.', 'Check the client that sent it.'],
  MissingInstanceId: [
    400,
    `The header ${instanceIdHeader} is missing.`,
    'Send the id of the controller with every request.',
  ],
  InvalidInstanceId: [
    400,
    `The header ${instanceIdHeader} is invalid.`,
    'Send 1 to 256 visible characters without spaces.',
  ],
  MissingApiVersion: [
    400,
    'The parameter api-version is missing.',
    'Add ?api-version=YYYY-MM-DD with a version that /info lists.',
  ],
  MalformedApiVersion: [
    400,
    'The parameter api-version is not a date.',
    'Send it once, as YYYY-MM-DD, with a version that /info lists.',
  ],
  UnsupportedApiVersion: [400, 'The requested version of the protocol is not supported.', ''],
  MalformedJson: [400, 'The body is not valid JSON.', 'Send one JSON object in UTF-8.'],
  IncompleteRequest: [400, 'The request ended before it was complete.', 'Send it again.'],
  BodyTooComplex: [
    400,
    'The body has too many values or is nested too deeply.',
    'Send only the variables and arguments that the program needs.',
  ],
  InvalidRequest: [400, 'The body is not a valid run session request.', ''],
  MissingLaunchConfiguration: [
    400,
    'The request has no launch configuration.',
    'Add at least one object with a type to launch_configurations.',
  ],
  UnsupportedLaunchConfiguration: [400, 'No launch configuration has a supported type.', ''],
  InvalidLaunchConfiguration: [400, 'The launch configuration is invalid.', ''],
  ProgramNotFound: [400, 'The program cannot be started.', ''],
  ProjectNotFound: [400, 'The project cannot be started.', ''],
  WorkingDirectoryNotFound: [400, 'The program cannot be started in its working directory.', ''],
  RuntimeNotFound: [400, 'The program cannot be started without its runtime.', ''],
  RuntimeNotExecutable: [400, 'The program cannot be started by its runtime.', ''],
  MissingAuthorization: [
    401,
    'The header Authorization is missing.',
    'Send Authorization: Bearer with the token from DEBUG_SESSION_TOKEN.',
  ],
  UnsupportedAuthorizationScheme: [
    401,
    'The header Authorization does not use the scheme Bearer.',
    'Send Authorization: Bearer with the token from DEBUG_SESSION_TOKEN.',
  ],
  InvalidToken: [
    401,
    'The token does not belong to this endpoint.',
    'Restart the controller in a terminal that was opened after the endpoint started.',
  ],
  HostNotAllowed: [
    403,
    'The header Host does not name this endpoint.',
    'Send localhost, 127.0.0.1 or [::1] with the port of this endpoint.',
  ],
  OriginNotAllowed: [403, 'Requests from web pages are refused.', 'Send no Origin header.'],
  NotFound: [
    404,
    'The path does not exist.',
    'Use /info, /run_session, /run_session/ID or /run_session/notify.',
  ],
  MethodNotAllowed: [405, 'The path does not support this method.', ''],
  RequestTimeout: [408, 'The request did not arrive completely in time.', 'Send it again.'],
  BodyTooLarge: [
    413,
    'The body is larger than this endpoint accepts.',
    'Send fewer or shorter variables and arguments, or raise ideSessionHost.bodyLimit.',
  ],
  UnsupportedMediaType: [415, 'The body is not JSON.', 'Send Content-Type: application/json.'],
  UnsupportedCharset: [415, 'The body is not UTF-8.', 'Send JSON in UTF-8.'],
  UnsupportedContentEncoding: [
    415,
    'The content encoding of the body is not supported.',
    'Send the body uncompressed or with gzip.',
  ],
  UpgradeRequired: [426, 'The path is a WebSocket.', 'Send an upgrade request.'],
  UnsupportedWebSocketVersion: [
    426,
    'The version of WebSocket is not supported.',
    'Send Sec-WebSocket-Version: 13 (RFC 6455).',
  ],
  InvalidUpgrade: [
    400,
    'The WebSocket handshake is not valid (RFC 6455, section 4.1).',
    'Check the client that sent it.',
  ],
  HeadersTooLarge: [
    431,
    'The headers are larger than this endpoint accepts.',
    'Send fewer or shorter ones.',
  ],
  InternalError: [
    500,
    'The endpoint failed.',
    'Send the request again. If it fails again, see the log of IDE Session Host.',
  ],
  InvalidContentEncoding: [
    400,
    'The body could not be decompressed.',
    'Send all of it in the encoding that Content-Encoding names, or uncompressed.',
  ],
  TooManyConnections: [
    503,
    'Controllers have too many connections to this endpoint.',
    'Close unused connections and send the request again.',
  ],
  ShuttingDown: [
    503,
    'The endpoint is closing.',
    'Start another window or host and restart the controller there.',
  ],
} as const satisfies Readonly<Record<string, ProtocolErrorEntry>>;
