import { defineErrors } from '../common/errorCatalogue.ts';

/** The failures of .NET projects that are built, but can't be run or served. */
export const projectErrors = defineErrors({
  PrebuiltOutputMissing: {
    message: '{path} does not exist, and the controller builds {project} itself.',
    remedy: 'Build the project as the controller does, then start it again.',
  },
  PortTaken: {
    message: '{project} cannot be served on port {port}, because {owner} listens there.',
    remedy: 'Stop {stopped}, or {alternative}.',
  },
  CertificateMissing: {
    message:
      '{project} is served over HTTPS only, but this machine has no development certificate.',
    remedy:
      'Run dotnet dev-certs https --trust, or choose a launch profile whose applicationUrl has an http address.',
  },
  ServerNotStarted: {
    message: 'The server of {project} ended{exitCode} before it listened.',
    remedy: 'Correct the cause and start again. {output}',
  },
  ServerNotReady: {
    message: 'The server of {project} did not listen within {seconds} seconds and was stopped.',
    remedy: 'Correct the cause and start again. {output}',
  },
  ServerEnded: {
    message: 'The server of {project} cannot be restarted, because it has ended.',
    remedy: 'Start its session again.',
  },
  ServerWithoutAddress: {
    message: 'The server of {project} does not say where it listens.',
    remedy:
      'Set url in launch.json to the address of the page, or applicationUrl in the launch profile.',
  },
});
