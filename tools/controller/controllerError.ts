/** One cause in an error response. */
export interface ErrorDetail {
  code: string;
  message: string;
  details?: ErrorDetail[];
}

/** A response by which the endpoint refused a request. */
export class ControllerError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: ErrorDetail[];

  constructor(status: number, { code, message, details }: ErrorDetail) {
    super(message);
    this.name = 'ControllerError';
    this.status = status;
    this.code = code;
    this.details = details ?? [];
  }
}

/** Whether a parsed JSON value is an object with properties. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What is wrong with a value that should be an error's code, message and details; `undefined` if it
 * is valid.
 */
export function faultsInErrorDetail(value: unknown, where: string): string[] {
  if (!isObject(value)) {
    return [`${where} is not an object`];
  }
  const { code, message, details } = value;
  const faults: string[] = [];
  if (typeof code !== 'string' || !/^[A-Z][A-Za-z0-9]*$/.test(code)) {
    faults.push(`${where}.code is not in PascalCase`);
  }
  if (typeof message !== 'string' || message.trim() === '') {
    faults.push(`${where}.message is not a text`);
  }
  if (details === undefined) {
    return faults;
  }
  if (!Array.isArray(details)) {
    return [...faults, `${where}.details is not an array`];
  }
  const entries: unknown[] = details;
  return [
    ...faults,
    ...entries.flatMap((entry, index) => faultsInErrorDetail(entry, `${where}.details[${index}]`)),
  ];
}

/** What is wrong with the body of an error response. */
export function faultsInErrorBody(body: unknown): string[] {
  return isObject(body)
    ? faultsInErrorDetail(body['error'], 'error')
    : ['the body is not a JSON object'];
}

/** The error in a response; one without a readable body gets the code `Unreadable`. */
export function errorFromAnswer(status: number, body: unknown): ControllerError {
  return faultsInErrorBody(body).length === 0
    ? new ControllerError(status, (body as { error: ErrorDetail }).error)
    : new ControllerError(status, {
        code: 'Unreadable',
        message: `The endpoint answered ${status} without a readable error.`,
      });
}
