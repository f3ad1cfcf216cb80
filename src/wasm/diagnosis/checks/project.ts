import type { ProjectFacts } from '../../../dotnet/evaluate/projectFacts.ts';
import type { DiagnosisFacts } from '../facts.ts';
import { notApplicable, ok, problem, unknown, type Verdict, warning } from './check.ts';
import { builtMain, signOfPublishing, signOfRelease } from './evidence.ts';

const portable = 'Set `<DebugType>portable</DebugType>` in the client project and build it again.';

/** Whether there is a client that was built for debugging. */
export const projectCheck = {
  title: 'Project and configuration',
  run(facts: DiagnosisFacts): Verdict {
    return kindVerdict(facts) ?? buildVerdict(facts) ?? symbolsVerdict(facts) ?? fine(facts);
  },
};

function kindVerdict({ project, client, served }: DiagnosisFacts): Verdict | undefined {
  if (project.kind === 'unknown') return undefined;
  const { kind, name } = project.value;
  if (kind === 'program' || kind === 'library') {
    return problem(
      `${name} is a ${kind}, neither a WebAssembly client nor a server that serves one.`,
      'Choose the project of the WebAssembly client.',
    );
  }
  const isAlone = client === undefined && project.value.projectReferences.length === 0;
  if (kind === 'server' && isAlone && served.kind !== 'app') {
    return problem(
      `${name} is a server that references no project, so it serves no WebAssembly client of its own.`,
      'Choose the project of the WebAssembly client.',
    );
  }
  return undefined;
}

function buildVerdict(facts: DiagnosisFacts): Verdict | undefined {
  const published = signOfPublishing(facts);
  if (published !== undefined) {
    return problem(
      `The app serves published files: ${published}. What is published is made for users, without symbols and debugging.`,
      `Serve the Debug build in place of the published files: \`dotnet run --configuration Debug\` in the project's folder.`,
    );
  }
  const release = signOfRelease(facts);
  if (release === undefined) return undefined;
  return problem(
    `This is a Release build: ${release}. Optimised code has lost lines and variables, and a Release build may have debugging off altogether.`,
    'Build the Debug configuration (`dotnet build --configuration Debug`) and start the app from it.',
  );
}

function symbolsVerdict(facts: DiagnosisFacts): Verdict | undefined {
  const symbols = builtMain(facts);
  const { client } = facts;
  if (client === undefined) return undefined;
  const { debugType } = client;
  if (symbols?.kind === 'none' || (symbols === undefined && debugType === 'none')) {
    return problem(`The client is built without symbols${because(client)}.`, portable);
  }
  if (symbols?.kind === 'windows') {
    return problem(
      `The client's symbols have the format of Windows debuggers${because(client)}, which no debugger of WebAssembly reads.`,
      portable,
    );
  }
  if (symbols?.kind !== 'embedded') return undefined;
  return problem(
    `The client's symbols are embedded in its assembly${because(client)}, where the runtime in the browser does not look for them. From .NET 10 on it even turns debugging off where no symbols are listed.`,
    portable,
  );
}

function because({ debugType }: ProjectFacts): string {
  return debugType === '' ? '' : ` (\`DebugType\` is \`${debugType}\`)`;
}

function fine({ project, client, built, served, session }: DiagnosisFacts): Verdict {
  if (project.kind === 'unknown') return unknown(`The project is not known: ${project.reason}.`);
  if (built.kind === 'unknown' && session === undefined) {
    return warning(`There is nothing to look at: ${built.reason}.`, 'Build the project.');
  }
  const { kind, name, configuration, targetFramework, isTrimmed } = project.value;
  if (kind === 'server' && client === undefined && served.kind !== 'app') {
    return notApplicable(`${name} is a server. Its client is known only while it runs.`);
  }
  const what = kind === 'client' ? 'a WebAssembly client' : 'a server with a WebAssembly client';
  const trimming = isTrimmed ? ' It is trimmed only when it is published.' : '';
  return ok(`${name} is ${what}, ${configuration}, ${targetFramework}.${trimming}`);
}
