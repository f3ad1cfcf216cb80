import * as z from 'zod/mini';
import { namedImportsSchema } from './namedImports.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';

const texts = z.record(z.string(), z.string());

/** The effect of the target ComputeRunArguments on the run properties. */
const runTargetSchema = z.discriminatedUnion('kind', [
  /** The target has not changed them. */
  z.object({ kind: z.literal('unchanged') }),
  /** The target has changed them. Its inputs are unknown. */
  z.object({ kind: z.literal('changed') }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);

/** MSBuild's evaluation of a project: the requested properties and items. */
export const evaluationSchema = z.object({
  properties: texts,
  items: z.record(z.string(), z.array(texts)),
  /** Absent if the target was not run. */
  runTarget: z.optional(runTargetSchema),
  /** The imports; absent if MSBuild did not report them. */
  imports: z.optional(namedImportsSchema),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** The settings and target framework of an evaluation. */
export interface ProjectChoice extends BuildSettings {
  readonly targetFramework?: string;
}

/**
 * Returns the evaluations of the project at an absolute path, with imports, for all of its target
 * frameworks. Empty if it can't be evaluated.
 */
export type EvaluationsOf = (
  project: string,
  settings: BuildSettings,
) => Promise<readonly Evaluation[]>;

/** The options of an evaluation. */
export interface EvaluationChoice extends ProjectChoice {
  /** Additional properties. */
  readonly properties?: readonly string[];
  /** Whether to run the target ComputeRunArguments, as `dotnet run` does after a build. */
  readonly runTarget?: boolean;
  /** Whether to include imports, which an evaluation within a build does not provide. */
  readonly withImports?: boolean;
  /** The priority among waiting evaluations: lower ones first, those without one last. */
  readonly place?: number;
}

/** The properties of every evaluation. */
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

/** Properties that contain input files of the build. */
export const fileProperties: readonly string[] = [
  'ApplicationIcon',
  'ApplicationManifest',
  'AssemblyOriginatorKeyFile',
  'CodeAnalysisRuleSet',
  'Win32Icon',
  'Win32Resource',
];

/** The item type for inputs in other folders, which only a target can determine. */
export const inputItem = 'IdeSessionHostInput';

/** The item types of an evaluation, with the metadata that is kept. */
export const evaluationItems: Readonly<Record<string, readonly string[]>> = {
  KnownFrameworkReference: ['Identity', 'TargetFramework', 'LatestRuntimeFrameworkVersion'],
  PackageReference: ['Identity', 'Version', 'VersionOverride'],
  PackageVersion: ['Identity', 'Version'],
  ProjectReference: ['FullPath'],
};

/** Returns the options that make MSBuild print an {@link Evaluation} as JSON, with additional properties. */
export function evaluationOptions(more: readonly string[] = []): readonly string[] {
  const known = new Set(evaluationProperties.map((name) => name.toLowerCase()));
  const others = more.filter((name) => !known.has(name.toLowerCase()));
  return [
    `-getProperty:${[...evaluationProperties, ...others].join(',')}`,
    `-getItem:${Object.keys(evaluationItems).join(',')}`,
  ];
}

const answerSchema = z.object({ Properties: texts, Items: z.record(z.string(), z.array(texts)) });

/** Parses MSBuild's output for {@link evaluationOptions}; `undefined` if it is something else. */
export function parseEvaluation(output: string): Evaluation | undefined {
  try {
    // Warnings may precede it.
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
