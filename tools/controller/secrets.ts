import { isObject } from './controllerError.ts';

const shortestConcealed = 3;

/** Secrets to conceal in errors and violations: the token and the values of variables. */
export class Secrets {
  /** The longest first, so that none is replaced in part. */
  private readonly values: string[] = [];

  /** Conceals a value; one or two characters are not secret and stay legible. */
  add(value: string): void {
    if (value.length >= shortestConcealed) {
      this.insert(value);
      this.insert(JSON.stringify(value).slice(1, -1));
    }
  }

  /** Conceals the values of variables in the body of a request to start a session. */
  addEnvironment(body: unknown): void {
    const variables: unknown = isObject(body) ? body['env'] : undefined;
    for (const variable of Array.isArray(variables) ? (variables as unknown[]) : []) {
      if (isObject(variable) && typeof variable['value'] === 'string') {
        this.add(variable['value']);
      }
    }
  }

  /** The text with every secret replaced. */
  conceal(text: string): string {
    return this.values.reduce((shown, value) => shown.replaceAll(value, '‹concealed›'), text);
  }

  private insert(value: string): void {
    if (!this.values.includes(value)) {
      const shorter = this.values.findIndex(({ length }) => length < value.length);
      this.values.splice(shorter < 0 ? this.values.length : shorter, 0, value);
    }
  }
}
