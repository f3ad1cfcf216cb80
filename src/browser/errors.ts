import { defineErrors } from '../common/errorCatalogue.ts';

const chooseAnother = 'set the path of another browser in ideSessionHost.blazor.browserPath';

/** The failures of browsers and of the pages in them. */
export const browserErrors = defineErrors({
  BrowserNotFound: {
    message: 'No browser was found. None of {names} is {places}.',
    remedy:
      '{installation} If a browser is installed elsewhere, set its path in ideSessionHost.blazor.browserPath.',
  },
  BrowserPathWrong: {
    message: 'There is no executable browser at {path}.',
    remedy:
      'Correct the setting ideSessionHost.blazor.browserPath, or clear it to use an installed browser.',
  },
  BrowserNotExecutable: {
    message: 'The browser {executable} could not be started ({code}).',
    remedy: `Reinstall it, or ${chooseAnother}.`,
  },
  BrowserNotStarted: {
    message: 'The browser {outcome}.',
    remedy: `Start it from a terminal to see whether it runs, or ${chooseAnother}. {output}`,
  },
  BrowserSandboxUnusable: {
    message: 'The browser {outcome}, because its sandbox does not work on this machine.',
    remedy: 'Add --no-sandbox to the setting ideSessionHost.blazor.browserArguments. {output}',
  },
  BrowserDisplayMissing: {
    message: 'The browser {outcome}, because there is no display that it can use.',
    remedy: 'Set ideSessionHost.blazor.headless to always. {output}',
  },
  BrowserLibrariesMissing: {
    message: 'The browser {outcome}, because libraries that it needs are not installed.',
    remedy: 'Install the browser with the package manager, which installs them too. {output}',
  },
  BrowserStartAbandoned: {
    message: 'The browser was closed before it had started.',
    remedy: 'Start the session again.',
  },
  BrowserProfileInUse: {
    message: 'Another browser is using the profile in {folder}.',
    remedy: 'Close it, or set ideSessionHost.blazor.browserProfile to another folder.',
  },
  BrowserProfileLocked: {
    message: 'The profile in {folder} is locked by a browser on {host}.',
    remedy:
      'If no browser is running there, delete the file SingletonLock in that folder. Otherwise set ideSessionHost.blazor.browserProfile to another folder.',
  },
  BrowserProfileUnusable: {
    message: 'The browser profile cannot be stored in {folder}: {reason}.',
    remedy:
      'Set ideSessionHost.blazor.browserProfile to another folder, or make this one writable.',
  },
  BrowserNotReachable: {
    message: 'No browser can be debugged at {address}.',
    remedy:
      'Start one with --remote-debugging-port={port} and its own --user-data-dir, or correct the address.',
  },
  BrowserConnectionFailed: {
    message: 'The browser does not accept a debugging connection at {address}.',
    remedy: 'It may have been closed. Start the session again.',
  },
  BrowserConnectionClosed: {
    message: 'The browser was closed before it answered {method}.',
    remedy: 'Start the session again.',
  },
  DevToolsRefused: {
    message: 'The browser refused {method}: {reason}.',
    remedy:
      'Reload the page or start the session again. If that does not help, update the browser.',
  },
  PageNotFound: {
    message: 'The browser is running, but shows no page.',
    remedy: 'Close it and start the session again.',
  },
  PageClosed: {
    message: 'The page was closed before it answered {method}.',
    remedy: 'Start the session again.',
  },
  PageNotAnswering: {
    message: 'The page did not answer within {seconds} seconds.',
    remedy: 'If it is paused at a breakpoint, continue it. If it has crashed, reload it.',
  },
  PageScriptFailed: {
    message: 'A script that asks the page for its state failed: {reason}.',
    remedy: 'Reload the page.',
  },
  PageAnswerUnexpected: {
    message: 'The page gave an unexpected answer ({problems}).',
    remedy: 'Its version of .NET may not be supported. Update the extension.',
  },
  PageWindowsLimited: {
    message: 'The page opened more than {maximum} windows. Further ones are closed.',
    remedy: 'Close some of its windows before you open others.',
  },
  DownloadNotSaved: {
    message: '{name} could not be saved: {reason}.',
    remedy: 'Make the folder for downloads writable, and download the file again.',
  },
  DownloadFolderNotChosen: {
    message: 'Downloads are cancelled, because no folder was chosen for them.',
    remedy: 'Start the session again to choose one.',
  },
  TooManyDownloads: {
    message: 'The page downloads too many files at a time. Further ones are cancelled.',
    remedy: 'Wait for a minute, and download them again.',
  },
  DownloadsTooLarge: {
    message: 'The page downloads too much at a time. Further files are cancelled.',
    remedy: 'Download them again when the others are saved.',
  },
  CertificateNotTrusted: {
    message: 'The browser does not trust the certificate of {address} ({netError}).',
    remedy: 'Run dotnet dev-certs https --trust, or use the http address of the app.',
  },
  PageNotLoaded: {
    message: '{address} could not be loaded ({netError}).',
    remedy: 'Check in a browser whether this address works, and correct it.',
  },
  PageConnectionRefused: {
    message: '{address} could not be loaded, because nothing listens there ({netError}).',
    remedy: 'Start the app that serves it, or correct the port.',
  },
  PageHostUnknown: {
    message: '{address} could not be loaded, because its host name is unknown ({netError}).',
    remedy: 'Correct the host name, or use localhost.',
  },
  PageUrlInvalid: {
    message: 'The page could not be loaded, because its address is invalid.',
    remedy: 'Correct the address.',
  },
  PagePortUnsafe: {
    message:
      '{address} could not be loaded, because browsers refuse to open this port ({netError}).',
    remedy: 'Let the app listen on another port.',
  },
  PageNotHttps: {
    message:
      '{address} could not be loaded, because what listens there does not speak HTTPS ({netError}).',
    remedy: 'Use the http address of the app.',
  },
  PageNotHttp: {
    message:
      '{address} could not be loaded, because what listens there does not speak HTTP ({netError}).',
    remedy: 'Use the https address of the app, or correct the port.',
  },
  PageNavigationAborted: {
    message:
      '{address} could not be loaded, because the browser went to another address or downloaded a file ({netError}).',
    remedy: 'Correct the address.',
  },
  PageLoadTimedOut: {
    message: '{address} did not answer within {seconds} seconds.',
    remedy: 'See the output of the app that serves it.',
  },
});
