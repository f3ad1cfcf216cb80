import * as z from 'zod/mini';
import { namedImportsSchema } from './namedImports.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';

const texts = z.record(z.string(), z.string());

/** What the target ComputeRunArguments did for a project's run properties. */
const runTargetSchema = z.discriminatedUnion('kind', [
  /** It left them as the evaluation has them. */
  z.object({ kind: z.literal('unchanged') }),
  /** It set them, by whatever it looked at. */
  z.object({ kind: z.literal('changed') }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);

/** What MSBuild says of a project: its properties and items, those that were asked for. */
export const evaluationSchema = z.object({
  properties: texts,
  items: z.record(z.string(), z.array(texts)),
  /** Absent where the target was not run. */
  runTarget: z.optional(runTargetSchema),
  /** What MSBuild imported for it; absent if it did not tell. */
  imports: z.optional(namedImportsSchema),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** For what a project is evaluated, where it leaves a choice. */
export interface ProjectChoice extends BuildSettings {
  readonly targetFramework?: string;
}

/**
 * Gives what MSBuild says of the project at an absolute path, its imports included: for each of its target
 * frameworks. Empty if it can't be evaluated.
 */
export type EvaluationsOf = (
  project: string,
  settings: BuildSettings,
) => Promise<readonly Evaluation[]>;

/** What an evaluation is asked for. */
export interface EvaluationChoice extends ProjectChoice {
  /** Properties beside those that are always asked for. */
  readonly properties?: readonly string[];
  /** Whether the target ComputeRunArguments is run, as `dotnet run` does it after a build. */
  readonly runTarget?: boolean;
  /** Whether the imports are wanted too, which an evaluation within a build does not tell. */
  readonly withImports?: boolean;
  /** Among evaluations that wait, those of smaller places go first, and what has none last. */
  readonly place?: number;
}

/** The properties that are always asked for. */
export const evaluationProperties: readonly string[] = [
  'ApplicationIcon',
  'ApplicationManifest',
  'AssemblyName',
  'AssemblyOriginatorKeyFile',
  'BundledNETCoreAppPackageVersion',
  'Configuration',
  'CodeAnalysisRuleSet',
  'DebugSymbols',
  'DebugType',
  'DefaultItemExcludes',
  'DisableFastUpToDateCheck',
  'IntermediateOutputPath',
  'MSBuildProjectExtensionsPath',
  'MSBuildProjectFile',
  'NetCoreRoot',
  'NuGetPackageRoot',
  'OutputType',
  'PublishTrimmed',
  'RunArguments',
  'RunCommand',
  'RunWorkingDirectory',
  'RuntimeIdentifier',
  'TargetFramework',
  'TargetFrameworks',
  'TargetPath',
  'UsingMicrosoftNETSdkBlazorWebAssembly',
  'UsingMicrosoftNETSdkWeb',
  'UsingMicrosoftNETSdkWebAssembly',
  'WasmDebugLevel',
  'Win32Icon',
  'Win32Resource',
];

/** Properties whose values are files that a build reads. */
export const fileProperties: readonly string[] = [
  'ApplicationIcon',
  'ApplicationManifest',
  'AssemblyOriginatorKeyFile',
  'CodeAnalysisRuleSet',
  'Win32Icon',
  'Win32Resource',
];

/** The type of the items that only a target can tell: files elsewhere that take part in a build. */
export const inputItem = 'IdeSessionHostInput';

/** The types of items, with what is kept of each. */
export const evaluationItems: Readonly<Record<string, readonly string[]>> = {
  KnownFrameworkReference: ['Identity', 'TargetFramework', 'LatestRuntimeFrameworkVersion'],
  PackageReference: ['Identity', 'Version', 'VersionOverride'],
  PackageVersion: ['Identity', 'Version'],
  ProjectReference: ['FullPath'],
};

/** The options by which MSBuild is asked for an {@link Evaluation}, which it prints as JSON, with more properties. */
export function evaluationOptions(more: readonly string[] = []): readonly string[] {
  const known = new Set(evaluationProperties.map((name) => name.toLowerCase()));
  const others = more.filter((name) => !known.has(name.toLowerCase()));
  return [
    `-getProperty:${[...evaluationProperties, ...others].join(',')}`,
    `-getItem:${Object.keys(evaluationItems).join(',')}`,
  ];
}

const answerSchema = z.object({ Properties: texts, Items: z.record(z.string(), z.array(texts)) });

/** Parses MSBuild's answer to {@link evaluationOptions}; nothing if it is no such answer. */
export function parseEvaluation(output: string): Evaluation | undefined {
  try {
    // Warnings may come first.
    const { data } = answerSchema.safeParse(JSON.parse(output.slice(output.search(/^\{/m))));
    if (data === undefined) return undefined;
    const kept = Object.entries(evaluationItems).map(([type, metadata]) => [
      type,
      (data.Items[type] ?? []).map((item) => pick(item, metadata)),
    ]);
    return { properties: data.Properties, items: Object.fromEntries(kept) };
  } catch {
    return undefined;
  }
}

function pick(item: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
