// The words of a report that don't depend on what is reported.

import { debugTypes } from '../debugEvents.ts';

/** The first line of a report. */
export const heading = '# Problem with IDE Session Host';

/** What follows, before the sections. */
export const invitation = `What did you do, what did you expect, and what happened instead?



Read the rest too before you send this, and delete what you don't want to send. Names, paths, arguments and addresses are replaced, the same text by the same placeholder, here and in the trace.`;

/** What else is said there, by what the report contains. */
export const contents = {
  withoutOutput: 'There are no values of variables, no output and no messages.',
  withOutput:
    'Output is shown as the programs have written it, with names and paths. Only known tokens and values of variables with six or more characters are hidden in it.',
} as const;

/** What stands in output for a value that is not shown. */
export const hiddenValue = '[hidden]';

/** The titles of its sections, and of their columns. */
export const sections = {
  versions: { title: 'Versions', columns: ['what', 'version'] },
  settings: {
    title: 'Settings that differ from their defaults',
    columns: ['setting', 'value', 'set for'],
  },
  host: { title: 'Host', columns: ['what', 'value'] },
  sessions: {
    title: 'Sessions',
    columns: [
      'session',
      'type',
      'mode',
      'owner',
      'state',
      'pid',
      'exit code',
      'reason',
      'conditions',
      'variables',
      'arguments',
    ],
  },
  debugSessions: {
    title: 'Debug sessions',
    columns: ['number', 'type', 'started by', 'of a session'],
  },
  breakpoints: {
    title: 'Breakpoints',
    columns: ['kind', 'files', 'enabled', 'condition', 'logpoint', 'count'],
  },
  builds: {
    title: 'Last builds',
    columns: ['project', 'severity', 'code', 'file', 'line', 'column'],
  },
} as const;

/** The names of rows. */
export const labels = {
  host: 'IDE Session Host',
  node: 'Node',
  platform: 'platform',
  sdk: '.NET SDK',
  closed: 'not open',
  connected: 'controllers that are connected',
  seen: 'a controller was connected',
  clean: 'no issue',
  set: 'set',
  commandLine: 'the command line',
  none: '',
  empty: 'None.',
  untraced: 'Nothing was recorded.',
  leftOut: 'Left out, since it contains a secret that is divided.',
} as const;

/** The texts from outside that are kept. All others are `other`. */
export const choices = {
  editors: [
    'Visual Studio Code',
    'Visual Studio Code - Insiders',
    'Code - OSS',
    'VSCodium',
    'code-server',
    'Cursor',
    'Windsurf',
  ],
  remotes: ['wsl', 'ssh-remote', 'dev-container', 'attached-container', 'codespaces'],
  browsers: ['chrome', 'msedge', 'chromium'],
  /** Other extensions that take part in debugging. */
  debuggerExtensions: [
    'ms-vscode.js-debug',
    'ms-vscode.js-debug-nightly',
    'ms-dotnettools.csharp',
    'ms-dotnettools.csdevkit',
    'ms-dotnettools.blazorwasm-companion',
    'ms-dotnettools.dotnet-maui',
    'microsoft-aspire.aspire-vscode',
    'ms-python.debugpy',
    'golang.go',
    'vadimcn.vscode-lldb',
    'ms-vscode.cpptools',
    'vscjava.vscode-java-debug',
    'oven.bun-vscode',
  ],
  places: ['user', 'workspace', 'folder'],
  /** Of the command that serves without an editor. */
  serveOptions: [
    '--json',
    '--port',
    '--state',
    '--trace',
    '--api',
    '--kubeconfig',
    '--from-kubeconfig',
    '--linger',
    '--idle-stop',
    '--time-to-live',
    '--max-sessions',
    '--prebuild',
    '--hot-reload',
    '--keep',
    '--verbose',
    '--',
  ],
  owners: ['user', 'api', 'host'],
  conditions: ['OutOfDate', 'Recreated', 'Expired', 'Prepared'],
  conditionValues: ['True', 'False', 'Unknown'],
  debugTypes,
  breakpointKinds: ['source', 'function', 'other'],
  fileExtensions: [
    '',
    '.cs',
    '.razor',
    '.cshtml',
    '.fs',
    '.vb',
    '.js',
    '.mjs',
    '.cjs',
    '.jsx',
    '.ts',
    '.tsx',
    '.html',
    '.py',
    '.go',
    '.rs',
    '.java',
  ],
  severities: ['error', 'warning'],
} as const;

/** All words that any report may have. */
export const reportWords: readonly string[] = [
  heading,
  invitation,
  ...Object.values(contents),
  hiddenValue,
  ...Object.values(sections).flatMap(({ columns, title }) => [title, ...columns]),
  ...Object.values(labels),
  ...Object.values(choices).flat(),
];
