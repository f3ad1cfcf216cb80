import { defineErrors } from '../../common/errorCatalogue.ts';

/** Errors of the tools for language models. Their readers are models and the users who watch them. */
export const toolErrors = defineErrors({
  ToolInputInvalid: {
    message: 'The input of {tool} is invalid: {problem}.',
    remedy: 'Correct it by the schema of the tool.',
  },
  ToolSessionUnknown: {
    message: 'No session has the name or project {session}.',
    remedy: 'List the sessions with ide_session_list.',
  },
  ToolSessionAmbiguous: {
    message: 'Several sessions of the project {session} are active: {names}.',
    remedy: 'Use one of these names.',
  },
  ToolSessionEnded: {
    message: 'Session {name} has ended, so it cannot be restarted.',
    remedy: 'Start a new one with ide_session_start.',
  },
  ToolTargetUnknown: {
    message: '{target} is neither a debug configuration in launch.json nor a project.',
    remedy: 'Use one of these: {known}.',
  },
  ToolTargetNotAllowed: {
    message: '{target} is not a debug configuration in launch.json.',
    remedy:
      'Use one of these: {known}. To start other projects and scripts, the user must run ide-session-host mcp with --allow-start.',
  },
  ToolBreakpointsUnknown: {
    message: 'Breakpoints are set in an editor, but the session host with pid {pid} has none.',
    remedy: 'Choose the host of an editor window.',
  },
});
