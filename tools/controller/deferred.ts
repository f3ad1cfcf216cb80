/** A promise with the functions that settle it. */
export interface Deferred<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (reason: Error) => void;
}

/** Creates a promise that is settled from outside; a rejection is never unhandled. */
export function deferred<Value>(): Deferred<Value> {
  const settle: Partial<Deferred<Value>> = {};
  const promise = new Promise<Value>((resolve, reject) => {
    Object.assign(settle, { resolve, reject });
  });
  promise.catch(() => {});
  return { ...(settle as Deferred<Value>), promise };
}
