import { localize } from '../../../common/localization.ts';
import { localizePhrase } from '../../../common/phrases.ts';
import type { ProjectFacts } from '../../../dotnet/evaluate/projectFacts.ts';
import type { DiagnosisFacts } from '../facts.ts';
import { notApplicable, ok, problem, unknown, type Verdict, warning } from './check.ts';
import { builtMain, findSignOfPublishing, findSignOfRelease } from './evidence.ts';

function toBuildPortable(): string {
  return localize(
    'Set `<DebugType>portable</DebugType>` in the client project and build it again.',
  );
}

/** Whether there is a client that was built for debugging. */
export const projectCheck = {
  getTitle: () => localize('Project and configuration'),
  run(facts: DiagnosisFacts): Verdict {
    return kindVerdict(facts) ?? buildVerdict(facts) ?? symbolsVerdict(facts) ?? fine(facts);
  },
};

function kindVerdict({ project, client, served }: DiagnosisFacts): Verdict | undefined {
  if (project.kind === 'unknown') return undefined;
  const { kind, name } = project.value;
  if (kind === 'program' || kind === 'library') {
    return problem(
      kind === 'program'
        ? localize(
            '{name} is a program, neither a WebAssembly client nor a server that serves one.',
            { name },
          )
        : localize(
            '{name} is a library, neither a WebAssembly client nor a server that serves one.',
            { name },
          ),
      localize('Choose the project of the WebAssembly client.'),
    );
  }
  const isAlone = client === undefined && project.value.projectReferences.length === 0;
  if (kind === 'server' && isAlone && served.kind !== 'app') {
    return problem(
      localize(
        '{name} is a server that references no project, so it serves no WebAssembly client of its own.',
        { name },
      ),
      localize('Choose the project of the WebAssembly client.'),
    );
  }
  return undefined;
}

function buildVerdict(facts: DiagnosisFacts): Verdict | undefined {
  const published = findSignOfPublishing(facts);
  if (published !== undefined) {
    return problem(
      localize(
        'The app serves published files: {published}. What is published is made for users, without symbols and debugging.',
        { published },
      ),
      localize(
        "Serve the Debug build in place of the published files: `dotnet run --configuration Debug` in the project's folder.",
      ),
    );
  }
  const release = findSignOfRelease(facts);
  if (release === undefined) return undefined;
  return problem(
    localize(
      'This is a Release build: {release}. Optimized code has lost lines and variables, and a Release build may have debugging off altogether.',
      { release },
    ),
    localize(
      'Build the Debug configuration (`dotnet build --configuration Debug`) and start the app from it.',
    ),
  );
}

function symbolsVerdict(facts: DiagnosisFacts): Verdict | undefined {
  const symbols = builtMain(facts);
  const { client } = facts;
  if (client === undefined) return undefined;
  const { debugType } = client;
  if (symbols?.kind === 'none' || (symbols === undefined && debugType === 'none')) {
    return problem(
      localize('The client is built without symbols{reason}.', { reason: because(client) }),
      toBuildPortable(),
    );
  }
  if (symbols?.kind === 'windows') {
    return problem(
      localize(
        "The client's symbols have the format of Windows debuggers{reason}, which no debugger of WebAssembly reads.",
        { reason: because(client) },
      ),
      toBuildPortable(),
    );
  }
  if (symbols?.kind !== 'embedded') return undefined;
  return problem(
    localize(
      "The client's symbols are embedded in its assembly{reason}, where the runtime in the browser does not look for them. From .NET 10 on it even turns debugging off where no symbols are listed.",
      { reason: because(client) },
    ),
    toBuildPortable(),
  );
}

function because({ debugType }: ProjectFacts): string {
  return debugType === '' ? '' : ` (${localize('`DebugType` is `{debugType}`', { debugType })})`;
}

function fine({ project, client, built, served, session }: DiagnosisFacts): Verdict {
  if (project.kind === 'unknown')
    return unknown(
      localize('The project is not known: {reason}.', { reason: localizePhrase(project.reason) }),
    );
  if (built.kind === 'unknown' && session === undefined) {
    return warning(
      localize('There is nothing to look at: {reason}.', { reason: localizePhrase(built.reason) }),
      localize('Build the project.'),
    );
  }
  const { kind, name, configuration, targetFramework, isTrimmed } = project.value;
  if (kind === 'server' && client === undefined && served.kind !== 'app') {
    return notApplicable(
      localize('{name} is a server. Its client is known only while it runs.', { name }),
    );
  }
  const what =
    kind === 'client'
      ? localize('a WebAssembly client')
      : localize('a server with a WebAssembly client');
  const trimming = isTrimmed ? ` ${localize('It is trimmed only when it is published.')}` : '';
  const values = { name, what, configuration, targetFramework };
  return ok(
    `${localize('{name} is {what}, {configuration}, {targetFramework}.', values)}${trimming}`,
  );
}
