import { dirname, parse } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import { addBuildVariables, settingsOptions } from '../build/buildSettings.ts';
import { dotnetErrors } from '../errors.ts';
import type { ProjectChoice } from '../evaluate/evaluation.ts';
import { type Dotnet, runDotnet } from '../sdk/sdk.ts';

const phrases = definePhrases({ failed: 'MSBuild tells no reason' });

/**
 * Builds the bundle of the components' styles of the project at an absolute path, which its server reads at each
 * request. Throws a HumanError (StylesNotBuilt), and the signal's reason.
 */
export async function buildScopedStyles(
  path: string,
  choice: ProjectChoice,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<void> {
  const { folder = dirname(path), targetFramework } = choice;
  const framework = targetFramework === undefined ? [] : [`-p:TargetFramework=${targetFramework}`];
  const target = ['-t:GenerateComputedBuildStaticWebAssets', '-p:BuildProjectReferences=false'];
  const args = ['msbuild', path, '-nologo', ...settingsOptions(choice), ...framework, ...target];
  const { exitCode, stdout } = await runDotnet(
    args,
    folder,
    addBuildVariables(dotnet, choice),
    signal,
  );
  if (exitCode === 0) return;
  const reason = /error (\w+: .*?)( \[.*\])?$/m.exec(stdout)?.[1] ?? phrases.failed();
  throw dotnetErrors.StylesNotBuilt({ project: parse(path).name, reason });
}
