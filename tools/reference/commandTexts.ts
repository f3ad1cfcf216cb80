/** A row of the reference page of commands. */
export interface CommandText {
  /** The commands that the text describes, without their prefix. */
  readonly commands: readonly string[];
  readonly text: string;
}

/** What the commands of package.json do, in the order of the reference page. */
export const commandTexts: readonly CommandText[] = [
  {
    commands: ['start'],
    text: 'Starts a client or AppHost of the workspace, a configuration from `launch.json`, or a recent one.',
  },
  {
    commands: ['openSample'],
    text: 'Creates a Blazor WebAssembly client in an empty folder, as `dotnet new blazorwasm` does, and opens the folder.',
  },
  {
    commands: ['runProject', 'debugProject'],
    text: 'Starts the project of the active C#, Razor or project file, or of a project file in the explorer. They are also buttons in the title of the editor. _Run_ and _Debug_ above a profile in `launchSettings.json` start the project with it.',
  },
  {
    commands: ['stop', 'stopAll'],
    text: 'Stops one session or all of them, including those of controllers. Clicking the status bar item does the same.',
  },
  {
    commands: ['restart'],
    text: 'Restarts a session. A project is built again.',
  },
  {
    commands: ['recreate'],
    text: 'Replaces the program of one session whose files have changed since its start. It runs on until its next one is built, and if that fails.',
  },
  {
    commands: ['restartOutOfDate'],
    text: 'Does the same for all sessions whose files have changed.',
  },
  {
    commands: ['attachDebugger', 'detachDebugger'],
    text: "Attaches a debugger to a session's program, or detaches it. .NET and Python programs keep running when you attach, Node programs when you detach; all others are restarted.",
  },
  {
    commands: ['restartWithDebugger', 'restartWithoutDebugger'],
    text: 'Restarts a session in that mode.',
  },
  {
    commands: ['runAgain', 'debugAgain'],
    text: 'Creates a session like one of yours that has ended.',
  },
  {
    commands: ['showDetails'],
    text: 'Shows the spec, the status, the timeline and the last lines of a session, and the [metrics](metrics.md) of the window, in a read-only document, which follows the session. Values of variables are not shown.',
  },
  {
    commands: ['openProject'],
    text: 'Opens the project or script of a session.',
  },
  {
    commands: ['copyLaunchConfiguration', 'copyId'],
    text: 'Copies the launch configuration of a session, without variables, or its id.',
  },
  {
    commands: ['clear', 'clearEnded'],
    text: 'Removes an ended session, or all of them, with their logs. The newest 50 are kept until then.',
  },
  {
    commands: ['diagnose'],
    text: "Explains why C# breakpoints bind or don't bind.",
  },
  {
    commands: ['showPage'],
    text: 'Shows a page of a running session in an editor tab, also if its tab was closed or the browser has a window.',
  },
  {
    commands: ['reloadPage', 'copyPageAddress'],
    text: 'Reloads the page of the active tab, or copies its address. In other editors you choose the page.',
  },
  {
    commands: ['applyChanges'],
    text: 'Applies changes of C# and Razor files in the sessions that have hot reload (`ideSessionHost.hotReload`).',
  },
  {
    commands: ['openTerminal'],
    text: "Opens a terminal that has the `DEBUG_SESSION_*` variables. In an untrusted workspace it says why it can't.",
  },
  {
    commands: ['copyEnvironment'],
    text: 'Copies commands for a shell that set the `DEBUG_SESSION_*` variables, to lead a controller in another terminal to this window. They contain a token that lets programs start sessions: keep it secret.',
  },
  {
    commands: ['openKubeconfig'],
    text: 'Shows the kubeconfig by which `kubectl` and other Kubernetes clients reach the sessions of the window, while `ideSessionHost.api` is on.',
  },
  {
    commands: ['showLog'],
    text: "Shows the end of a session's log in a tab and follows it. Lines of stderr are marked. The space bar pauses and resumes, `Ctrl+F` searches, and `file:line` opens that place.",
  },
  {
    commands: ['showWholeLog'],
    text: "Shows what there is of a session's log in a document. `O` does the same in the tab of a log.",
  },
  {
    commands: ['openTrace'],
    text: 'Shows [what happened to sessions and why](../guides/trace.md), as a timeline of each session.',
  },
  {
    commands: ['saveTrace'],
    text: 'Saves the trace to a file, after it was searched for the secrets that the window knows.',
  },
  {
    commands: ['reportProblem'],
    text: 'Opens a document with the state of the window and its trace, to [report a problem](../guides/trace.md#report-a-problem).',
  },
  {
    commands: ['reportProblemWithOutput'],
    text: 'The same with the last output of each session, without the values of variables that the window knows.',
  },
  {
    commands: ['showHostLog'],
    text: "Shows the extension's own log.",
  },
];
