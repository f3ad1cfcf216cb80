import { type Evaluation, evaluationItems, evaluationProperties, inputItem } from './evaluation.ts';
import { escapeForMSBuild, type GeneratedFile } from './generatedProject.ts';

const answerTarget = 'IdeSessionHostEvaluation';
const beforeRunTarget = 'IdeSessionHostBeforeRun';
const runTarget = 'ComputeRunArguments';
const markProperty = 'IdeSessionHostMark';
const runStateProperty = '_IdeSessionHostRunTarget';
const file = 'evaluation.targets';

/** A request for an evaluation within a run of MSBuild. */
export interface EvaluationQuestion {
  readonly project: string;
  readonly targetFramework?: string | undefined;
  /** The prefix of the line with the answer. */
  readonly mark: string;
  /** Whether to run the target ComputeRunArguments before. */
  readonly runTarget: boolean;
}

/**
 * Generates the task that makes a project print the line `<mark> evaluated <answer>`. The project is
 * evaluated again with the targets of {@link evaluationFile}. Of its own targets, only the initial ones and,
 * if requested, ComputeRunArguments are run. There is no answer if the project prevents these targets or its
 * run target fails.
 */
export function evaluationTask(question: EvaluationQuestion): string {
  const { mark, project, targetFramework } = question;
  const properties = [
    ...(targetFramework === undefined
      ? []
      : [`TargetFramework=${escapeForMSBuild(targetFramework)}`]),
    ...answerProperties(`$(MSBuildThisFileDirectory)${file}`, escapeForMSBuild(mark)),
  ];
  const targets = answerTargets(question.runTarget);
  return `<MSBuild Projects="${escapeForMSBuild(project)}" Targets="${targets}" SkipNonexistentTargets="true" ContinueOnError="true" Properties="${properties.join(';')}" />`;
}

/** Returns the targets that print the answer, separated by semicolons. */
function answerTargets(withRunTarget: boolean): string {
  return withRunTarget ? [beforeRunTarget, runTarget, answerTarget].join(';') : answerTarget;
}

/** Returns the options that make a run of MSBuild for a single project answer, given the path of {@link evaluationFile}. */
export function answerOptions(
  path: string,
  { mark, runTarget: withRunTarget }: Pick<EvaluationQuestion, 'mark' | 'runTarget'>,
): readonly string[] {
  return [
    `-t:${answerTargets(withRunTarget)}`,
    ...answerProperties(path, mark).map((property) => `-p:${property}`),
  ];
}

function answerProperties(path: string, mark: string): readonly string[] {
  return [...hooks.map((hook) => `${hook}=${path}`), `${markProperty}=${mark}`];
}

/** Properties with additional imports of MSBuild's targets, for projects with one and with several target frameworks. */
const hooks = [
  'CustomAfterMicrosoftCommonTargets',
  'CustomAfterMicrosoftCommonCrossTargetingTargets',
];

/** The items in an answer. */
const answeredItems: Readonly<Record<string, readonly string[]>> = {
  ...evaluationItems,
  [inputItem]: ['FullPath', 'HintPath'],
};
/** Items that are inputs of builds with Microsoft's SDKs. */
const inputItems = [
  'AdditionalFiles',
  'Analyzer',
  'ApplicationDefinition',
  'Compile',
  'Content',
  'EditorConfigFiles',
  'EmbeddedResource',
  'GlobalAnalyzerConfigFiles',
  'None',
  'Page',
  'Reference',
  'Resource',
  'TypeScriptCompile',
  'UpToDateCheckInput',
];
/** Paths outside the project's folder, or in a folder that is not scanned. */
const elsewhere = String.raw`^([\\/]|[A-Za-z]:|\.|bin\b|obj\b)|node_modules|[\\/]\.`;

const runValues = '$(RunCommand);$(RunArguments);$(RunWorkingDirectory)';

/** Generates the file with the targets that answer, next to that of the task, with additional properties. */
export function evaluationFile(more: readonly string[] = []): GeneratedFile {
  const items = Object.entries(answeredItems).map(([type, metadata]) => {
    const row = metadata.map((name) => `%(${name})`).join('&#9;');
    return `<${itemsProperty(type)}>@(${type}->'${row}', '&#10;')</${itemsProperty(type)}>`;
  });
  const properties = [
    ...allProperties(more),
    ...Object.keys(answeredItems).map(itemsProperty),
    runStateProperty,
  ];
  const answer = properties
    .map((name) => `${name}=$([MSBuild]::ConvertToBase64('$(${name})'))`)
    .join(' ');
  return {
    name: file,
    text: `<Project>
  ${hooks.map(chainImports).join('\n  ')}
  <Import Project="$(_IdeSessionHostReplaced)" Condition="'$(_IdeSessionHostReplaced)' != ''" />
  <!-- SDKs that have this target define it after this. -->
  <Target Name="${runTarget}" />
  <Target Name="${beforeRunTarget}">
    <PropertyGroup>
      <_IdeSessionHostRunValues>${runValues}</_IdeSessionHostRunValues>
    </PropertyGroup>
  </Target>
  <Target Name="${answerTarget}">
    <ItemGroup>
      ${inputItems.map(getInputs).join('\n      ')}
    </ItemGroup>
    <PropertyGroup>
      ${items.join('\n      ')}
      <${runStateProperty} Condition="'$(_IdeSessionHostRunValues)' != ''">changed</${runStateProperty}>
      <${runStateProperty} Condition="'$(_IdeSessionHostRunValues)' == '${runValues}'">unchanged</${runStateProperty}>
    </PropertyGroup>
    <Message Importance="high" Text="$(${markProperty}) evaluated ${answer}" />
  </Target>
</Project>
`,
  };
}

function getInputs(type: string): string {
  const isElsewhere =
    type === 'Reference'
      ? `'%(Reference.HintPath)' != ''`
      : `$([System.Text.RegularExpressions.Regex]::IsMatch('%(${type}.RelativeDir)', '${elsewhere}'))`;
  return `<${inputItem} Include="@(${type})" Condition="${isElsewhere}" />`;
}

/** Keeps the imports that the environment sets for a hook. */
function chainImports(hook: string): string {
  const isCross = hook.includes('CrossTargeting');
  return `<PropertyGroup Condition="'$(IsCrossTargetingBuild)' ${isCross ? '==' : '!='} 'true'">
    <_IdeSessionHostReplaced>$([System.Environment]::GetEnvironmentVariable('${hook}'))</_IdeSessionHostReplaced>
  </PropertyGroup>`;
}

function itemsProperty(type: string): string {
  return `_IdeSessionHost${type}`;
}

function allProperties(more: readonly string[]): readonly string[] {
  const known = new Set(evaluationProperties.map((name) => name.toLowerCase()));
  return [...evaluationProperties, ...more.filter((name) => !known.has(name.toLowerCase()))];
}

/** Parses an answer with additional properties; `undefined` if it is invalid. */
export function readEvaluation(
  answer: string,
  more: readonly string[] = [],
): Evaluation | undefined {
  const values = new Map(
    answer.split(' ').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, Buffer.from(value.join('='), 'base64').toString('utf8')] as const;
    }),
  );
  if (!evaluationProperties.every((name) => values.has(name))) return undefined;
  const runState = values.get(runStateProperty);
  return {
    properties: Object.fromEntries(
      allProperties(more).map((name) => [name, values.get(name) ?? '']),
    ),
    items: Object.fromEntries(
      Object.entries(answeredItems).map(([type, metadata]) => [
        type,
        parseRows(values.get(itemsProperty(type)) ?? '', metadata),
      ]),
    ),
    ...((runState === 'changed' || runState === 'unchanged') && { runTarget: { kind: runState } }),
  };
}

function parseRows(text: string, metadata: readonly string[]): Record<string, string>[] {
  if (text === '') return [];
  return text.split('\n').map((row) => {
    const values = row.split('\t');
    const pairs = metadata.map((name, index) => [name, values[index] ?? ''] as const);
    return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
  });
}
