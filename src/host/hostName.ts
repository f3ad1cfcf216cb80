import { hostname } from 'node:os';

const labelValue = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/** Whether a text can be the name of a host: a label value that isn't empty. */
export function isHostName(text: string): boolean {
  return labelValue.test(text);
}

/** Returns the machine's name as the name of a host. */
export function defaultHostName(): string {
  const name = hostname()
    .slice(0, 63)
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  return name === '' ? 'localhost' : name;
}
