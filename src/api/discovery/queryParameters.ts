const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;
const integer = { type: 'integer' } as const;

/** The query parameters of the API: their schema and what they do. */
export const queryParameters = {
  allowWatchBookmarks: [
    boolean,
    'Adds events without a change, which contain the current version.',
  ],
  continue: [string, 'Where to continue a list that was limited.'],
  dryRun: [string, 'All: checks the request without changing anything.'],
  fieldManager: [string, 'The name of the client.'],
  fieldSelector: [string, 'Selects sessions by metadata.name.'],
  fieldValidation: [string, 'What to do with unknown fields: Ignore, Warn or Strict.'],
  follow: [boolean, 'Continues with further output until the program ends.'],
  labelSelector: [string, 'Selects sessions by their labels.'],
  limit: [integer, 'The maximum number of items or lines.'],
  line_numbers: [boolean, 'Puts its number in front of each line.'],
  propagationPolicy: [string, 'Orphan, Background or Foreground.'],
  resourceVersion: [string, 'The version from which to read or watch.'],
  resourceVersionMatch: [string, 'How the version is compared: Exact or NotOlderThan.'],
  sendInitialEvents: [boolean, 'Begins a watch with the present sessions.'],
  skip: [integer, 'How many lines to leave out.'],
  source: [string, 'Which output to return, such as stdout or stderr.'],
  tail: [integer, 'How many of the last lines to return.'],
  timeoutSeconds: [integer, 'When a watch ends.'],
  timestamps: [boolean, 'Puts its time in front of each line.'],
  watch: [boolean, 'Streams changes instead of a list.'],
} as const;
