import type { IdeSession, SessionSpec } from '../protocol/ideSession.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import type { DebuggerChange } from './sessionRun.ts';

/** What is requested of a session. */
export type SessionRequest =
  | {
      readonly do: 'create';
      readonly session: IdeSession;
      /** Whether it was prepared ahead, and this request gets it. */
      readonly isClaim: boolean;
    }
  | {
      readonly do: 'start' | 'stop' | 'recreate' | 'remove' | DebuggerChange;
      readonly name: string;
    }
  | { readonly do: 'restart'; readonly name: string; readonly mode: RunMode | undefined }
  | {
      readonly do: 'update';
      readonly name: string;
      /** The desired state, if it is changed. */
      readonly desired: SessionSpec['desiredState'] | undefined;
    };

/** Called with each request before it is carried out, which `act` does. */
export type ObserveRequest = <T>(request: SessionRequest, act: () => T) => T;
