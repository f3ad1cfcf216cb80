// The form of an IdeSession with the explanations that clients show. `kubectl explain` prints them.

import * as z from 'zod/mini';
import { sessionStates } from '../../protocol/ideSession.ts';
import { apiVersion, kind } from './kind.ts';

const time = (description: string) => z.optional(z.string().check(z.describe(description)));
const strings = z.record(z.string(), z.string());

const metadata = z.object({
  name: z.optional(
    z
      .string()
      .check(
        z.describe(
          'The name, unique among all sessions: lower-case letters, digits, - and ., at most 253 characters. It cannot be changed.',
        ),
      ),
  ),
  generateName: z.optional(
    z
      .string()
      .check(z.describe('A prefix. The host makes a unique name of it if there is no name.')),
  ),
  uid: z.optional(
    z.string().check(z.describe('Tells sessions of the same name apart. Set by the host.')),
  ),
  resourceVersion: z.optional(
    z
      .string()
      .check(
        z.describe(
          'Changes with every change of the session. An update that contains it fails if the session was changed since.',
        ),
      ),
  ),
  generation: z.optional(
    z.int().check(z.describe('Grows with every change of the desired state. Set by the host.')),
  ),
  creationTimestamp: time('When the session was created. Set by the host.'),
  deletionTimestamp: time(
    'When the deletion was requested. The session is stopped first, and deleted when it has ended and there are no finalizers. Set by the host.',
  ),
  deletionGracePeriodSeconds: z.optional(z.int().check(z.describe('Set by the host.'))),
  labels: z.optional(
    strings.check(
      z.describe(
        'Names and values to select sessions by. The host sets the labels usvc-dev.developer.microsoft.com/origin, …/controller, …/launch-type and …/project.',
      ),
    ),
  ),
  annotations: z.optional(
    strings.check(
      z.describe(
        'Notes of clients. A change of usvc-dev.developer.microsoft.com/restartedAt restarts the program.',
      ),
    ),
  ),
  finalizers: z.optional(
    z.array(z.string()).check(z.describe('The session is not deleted while there are any.')),
  ),
});

const variable = z.object({
  name: z.string().check(z.describe('The name of the variable.')),
  value: z.optional(z.string().check(z.describe('The value. It is written only, never shown.'))),
});

const spec = z.object({
  launchConfigurations: z
    .string()
    .check(
      z.describe(
        'What to run: a JSON array with at least one launch configuration, an object with a type, as text. The first one whose type can run is used. It cannot be changed.',
      ),
    ),
  args: z.optional(
    z
      .array(z.string())
      .check(
        z.describe(
          'The arguments of the program. They replace those of the launch profile. They cannot be changed.',
        ),
      ),
  ),
  env: z.optional(
    z
      .array(variable)
      .check(
        z.describe(
          'Environment variables. They override those of the launch profile and of the host. Only their names are shown. They cannot be changed; an update without them keeps them.',
        ),
      ),
  ),
  desiredState: z.optional(
    z
      .enum(['', 'Running', 'Stopped'])
      .check(
        z.describe(
          'The desired state. The session starts when it is Running. Once it is Stopped, it cannot be changed.',
        ),
      ),
  ),
});

const condition = z.object({
  type: z.string().check(z.describe('What the condition is about, such as OutOfDate.')),
  status: z.enum(['True', 'False', 'Unknown']).check(z.describe('Whether it is so.')),
  reason: z.string().check(z.describe('The cause, as one word.')),
  message: z.string().check(z.describe('The cause in a sentence.')),
  lastTransitionTime: z.string().check(z.describe('When the status of the condition changed.')),
});

const status = z.object({
  state: z
    .enum(sessionStates)
    .check(z.describe('The current state; empty before the start. Stopped and Failed are final.')),
  message: z.optional(z.string().check(z.describe('Why the session is in its state.'))),
  reason: z.optional(z.string().check(z.describe('The cause of the state Failed, as one word.'))),
  sessionID: z.optional(
    z.string().check(z.describe('The id of the session in the run-session protocol.')),
  ),
  pid: z.optional(z.int().check(z.describe('The pid of the current process, if it is known.'))),
  startupTimestamp: time('When the current process started.'),
  finishTimestamp: time('When the session ended.'),
  exitCode: z.optional(z.int().check(z.describe('The exit code of the program, if it is known.'))),
  stdOutFile: z.optional(
    z.string().check(z.describe('The file with the standard output of the program.')),
  ),
  stdErrFile: z.optional(
    z.string().check(z.describe('The file with the standard error of the program.')),
  ),
  conditions: z.optional(
    z
      .array(condition)
      .check(
        z.describe(
          'OutOfDate is True while files differ from those that the program was started from. A restart clears it.',
        ),
      ),
  ),
});

/** An IdeSession as clients send it and get it. */
export const objectSchema = z
  .object({
    apiVersion: z.optional(
      z.literal(apiVersion).check(z.describe('The version of the form of this object.')),
    ),
    kind: z.optional(z.literal(kind).check(z.describe('The kind of this object.'))),
    metadata: z.optional(
      metadata.check(z.describe('The name, labels and other metadata of the session.')),
    ),
    spec: spec.check(z.describe('What to run, and in which state it should be.')),
    status: z.optional(status.check(z.describe('The current state. Set by the host.'))),
  })
  .check(
    z.describe(
      'A session runs one program: a project, a script, a browser or anything else that a launch configuration describes.',
    ),
  );
