import { evaluationOptions, parseEvaluation } from '../../../src/dotnet/evaluate/evaluation.ts';
import { toProjectFacts, type ProjectFacts } from '../../../src/dotnet/evaluate/projectFacts.ts';
import type { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { RunningProgram } from '../../../tools/fixtures/processes/programs.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

/** MSBuild's properties of a restored project of the fixture. */
export async function evaluated(
  fixture: DotnetFixture,
  name: string,
  configuration: string,
): Promise<ProjectFacts> {
  const path = fixture.path(name, `${name}.csproj`);
  const option = `-property:Configuration=${configuration}`;
  const evaluation = parseEvaluation(
    await fixture.run('msbuild', path, option, ...evaluationOptions()),
  );
  if (evaluation === undefined) throw new Error(`${path} could not be evaluated.`);
  return toProjectFacts(path, evaluation);
}

/** A client's running dev server. */
export interface DevServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts what `dotnet run` would, at a free port. */
export async function startDevServer(
  fixture: DotnetFixture,
  project: ProjectFacts,
): Promise<DevServer> {
  const program = new RunningProgram(
    {
      command: project.runCommand,
      args: [...project.runArguments, '--urls', 'http://127.0.0.1:0'],
      workingDirectory: project.runWorkingDirectory,
      environment: { ...fixture.environment, ASPNETCORE_ENVIRONMENT: 'Development' },
    },
    {},
  );
  const stop = async (): Promise<void> => {
    await program.stop();
    await program.over();
  };
  const address = (): string | undefined => /Now listening on: (\S+)/.exec(program.stdout)?.[1];
  try {
    await until('the dev server listens', () => program.isOver || address() !== undefined);
  } catch (error) {
    await stop();
    throw error;
  }
  const url = address();
  if (url === undefined) throw new Error(program.stdout + program.stderr);
  return { url: `${url}/`, stop };
}
