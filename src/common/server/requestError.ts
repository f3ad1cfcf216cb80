/** Why a request is refused before it is routed. */
export type RequestErrorCode =
  | 'BodyTooComplex'
  | 'BodyTooLarge'
  | 'HeadersTooLarge'
  | 'HostNotAllowed'
  | 'IncompleteRequest'
  | 'InvalidContentEncoding'
  | 'InvalidToken'
  | 'MalformedJson'
  | 'MalformedRequest'
  | 'MissingAuthorization'
  | 'OriginNotAllowed'
  | 'RequestTimeout'
  | 'TooManyConnections'
  | 'UnsupportedAuthorizationScheme'
  | 'UnsupportedCharset'
  | 'UnsupportedContentEncoding'
  | 'UnsupportedMediaType';

/** A request that is refused. Each server answers in its own form. */
export class RequestError extends Error {
  readonly code: RequestErrorCode;

  constructor(code: RequestErrorCode) {
    super(code);
    this.name = 'RequestError';
    this.code = code;
  }
}

/** The errors of Node's HTTP parser. */
const parserErrors: Readonly<Record<string, RequestErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HeadersTooLarge',
  HPE_INVALID_EOF_STATE: 'IncompleteRequest',
  ERR_HTTP_REQUEST_TIMEOUT: 'RequestTimeout',
};

/** Returns the code for an error of Node's HTTP parser; `undefined` for any other error. */
export function toRequestErrorCode(error: unknown): RequestErrorCode | undefined {
  return parserErrors[String((error as { code?: unknown } | undefined)?.code)];
}
