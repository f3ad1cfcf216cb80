import { type Evaluation, evaluationItems, evaluationProperties } from './evaluation.ts';
import { escaped, type GeneratedFile } from './generatedProject.ts';

const target = 'IdeSessionHostEvaluation';
const markProperty = 'IdeSessionHostMark';
const file = 'evaluation.targets';

/** What a project is asked from within a run of MSBuild. */
export interface EvaluationQuestion {
  readonly project: string;
  readonly targetFramework?: string | undefined;
  /** What the line begins with that answers. */
  readonly mark: string;
}

/**
 * The task that makes a project answer by the line `<mark> evaluated <answer>`. The project is evaluated
 * anew for it, with the targets of {@link evaluationFile}; of its own targets only its initial ones are
 * run. A project that keeps such targets out does not answer.
 */
export function evaluationTask(question: EvaluationQuestion): string {
  const { mark, project, targetFramework } = question;
  const added = `$(MSBuildThisFileDirectory)${file}`;
  const properties = [
    ...(targetFramework === undefined ? [] : [`TargetFramework=${escaped(targetFramework)}`]),
    ...hooks.map((hook) => `${hook}=${added}`),
    `${markProperty}=${escaped(mark)}`,
  ];
  return `<MSBuild Projects="${escaped(project)}" Targets="${target}" SkipNonexistentTargets="true" Properties="${properties.join(';')}" />`;
}

/** Where MSBuild's own targets import others: of a project, and of one with several target frameworks. */
const hooks = [
  'CustomAfterMicrosoftCommonTargets',
  'CustomAfterMicrosoftCommonCrossTargetingTargets',
];

/** The targets by which projects answer {@link evaluationTask}, in a file beside that of the task. */
export function evaluationFile(): GeneratedFile {
  const items = Object.entries(evaluationItems).map(([type, metadata]) => {
    const row = metadata.map((name) => `%(${name})`).join('&#9;');
    return `<${itemsProperty(type)}>@(${type}->'${row}', '&#10;')</${itemsProperty(type)}>`;
  });
  const properties = [...evaluationProperties, ...Object.keys(evaluationItems).map(itemsProperty)];
  const answer = properties
    .map((name) => `${name}=$([MSBuild]::ConvertToBase64('$(${name})'))`)
    .join(' ');
  return {
    name: file,
    text: `<Project>
  ${hooks.map(chained).join('\n  ')}
  <Import Project="$(_IdeSessionHostReplaced)" Condition="'$(_IdeSessionHostReplaced)' != ''" />
  <Target Name="${target}">
    <PropertyGroup>
      ${items.join('\n      ')}
    </PropertyGroup>
    <Message Importance="high" Text="$(${markProperty}) evaluated ${answer}" />
  </Target>
</Project>
`,
  };
}

/** What the environment has for a hook is imported too. */
function chained(hook: string): string {
  const isCross = hook.includes('CrossTargeting');
  return `<PropertyGroup Condition="'$(IsCrossTargetingBuild)' ${isCross ? '==' : '!='} 'true'">
    <_IdeSessionHostReplaced>$([System.Environment]::GetEnvironmentVariable('${hook}'))</_IdeSessionHostReplaced>
  </PropertyGroup>`;
}

function itemsProperty(type: string): string {
  return `_IdeSessionHost${type}`;
}

/** Reads an answer; nothing if it is none. */
export function readEvaluation(answer: string): Evaluation | undefined {
  const values = new Map(
    answer.split(' ').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, Buffer.from(value.join('='), 'base64').toString('utf8')] as const;
    }),
  );
  if (!evaluationProperties.every((name) => values.has(name))) return undefined;
  return {
    properties: Object.fromEntries(
      evaluationProperties.map((name) => [name, values.get(name) ?? '']),
    ),
    items: Object.fromEntries(
      Object.entries(evaluationItems).map(([type, metadata]) => [
        type,
        rowsOf(values.get(itemsProperty(type)) ?? '', metadata),
      ]),
    ),
  };
}

function rowsOf(text: string, metadata: readonly string[]): Record<string, string>[] {
  if (text === '') return [];
  return text.split('\n').map((row) => {
    const values = row.split('\t');
    const pairs = metadata.map((name, index) => [name, values[index] ?? ''] as const);
    return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
  });
}
