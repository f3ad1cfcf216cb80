// The expected transcript when the sample controller runs the samples.

/** A required line of a transcript. */
export interface Step {
  readonly line: RegExp;
  readonly meaning: string;
}

/** The lines required before the sample controller is asked to stop both. */
export const stepsToTheStop: readonly Step[] = [
  { line: /^controller \d+$/, meaning: 'the sample controller starts' },
  { line: /^info /, meaning: 'the endpoint responds' },
  { line: /^connected$/, meaning: 'the controller is connected' },
  { line: /^service: PUT 201 /, meaning: 'the session of the service is created' },
  { line: /^service: process \d+$/, meaning: 'the service runs' },
  { line: /^service: stdout\| Listening on /, meaning: 'the service listens' },
  { line: /^service: stdout\| GET /, meaning: 'the service gets a request' },
  { line: /^client: PUT 201 /, meaning: 'the session of the client is created' },
  { line: /^client: process \d+$/, meaning: "the client's server runs" },
  { line: /^editor: stopped at PrimeCounter\.razor:\d+ in /, meaning: 'a breakpoint in C# is hit' },
  { line: /^editor: local sum = 28$/, meaning: 'a variable of the C# is read' },
  { line: /^editor: continued$/, meaning: 'the client goes on' },
];

export const stepsFromTheStop: readonly Step[] = [
  { line: /^stopping$/, meaning: 'the sample controller is asked to stop both' },
  { line: /^service: stderr\| Asked to stop/, meaning: 'the service is asked to stop' },
  { line: /^service: terminated 0$/, meaning: 'the service ends with exit code 0' },
  { line: /^client: terminated 0$/, meaning: "the client's server ends with exit code 0" },
  { line: /^controller ended with exit code 0$/, meaning: 'the sample controller ends' },
];

/** A line after which no more lines are expected. */
export const failure = /^(client|service|editor): (terminated|failed|refused)/;
