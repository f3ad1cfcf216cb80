import type { Session } from '../controller/session.ts';

type Message = Session['messages'][number];

/** Whether a message tells how far a build is, which depends on how long it takes. */
function isBuildProgress({ message }: Message): boolean {
  return /^(Building |Waiting for another build|Build (succeeded|failed|is up to date) after)/.test(
    message,
  );
}

/** What a session was told beside the words and the progress of its builds. */
export function toldBesideBuilds({ messages }: Session): readonly Message[] {
  return messages.filter((message) => message.level !== 'debug' && !isBuildProgress(message));
}
