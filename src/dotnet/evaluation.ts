import * as z from 'zod/mini';
import type { BuildSettings } from '../launch/launchPlan.ts';

const texts = z.record(z.string(), z.string());

/** What MSBuild says of a project: its properties and items, those that were asked for. */
export const evaluationSchema = z.object({
  properties: texts,
  items: z.record(z.string(), z.array(texts)),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** For what a project is evaluated, where it leaves a choice. */
export interface ProjectChoice extends BuildSettings {
  readonly targetFramework?: string;
}

/** What an evaluation is asked for. */
export interface EvaluationChoice extends ProjectChoice {
  /** Properties beside those that are always asked for. */
  readonly properties?: readonly string[];
  /** Among evaluations that wait, those of smaller places go first, and what has none last. */
  readonly place?: number;
}

/** The properties that are always asked for. */
export const evaluationProperties: readonly string[] = [
  'AssemblyName',
  'BundledNETCoreAppPackageVersion',
  'Configuration',
  'DebugSymbols',
  'DebugType',
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
];

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
