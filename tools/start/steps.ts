// What is to be heard when the sample controller runs the samples.

/** A line that a transcript must have. */
export interface Step {
  readonly line: RegExp;
  readonly meaning: string;
}

/** What must come before the sample controller is asked to stop both. */
export const stepsToTheStop: readonly Step[] = [
  { line: /^controller \d+$/, meaning: 'the sample controller starts' },
  { line: /^info /, meaning: 'the endpoint answers' },
  { line: /^connected$/, meaning: 'notifications can be heard' },
  { line: /^service: PUT 201 /, meaning: 'the session of the service is taken' },
  { line: /^service: process \d+$/, meaning: 'the service runs' },
  { line: /^service: stdout\| Listening on /, meaning: 'the service listens' },
  { line: /^service: stdout\| GET /, meaning: 'the service gets a request' },
  { line: /^client: PUT 201 /, meaning: 'the session of the client is taken' },
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

/** What nothing more is to be expected after. */
export const failure = /^(client|service|editor): (terminated|failed|refused)/;
