import { toJSONSchema } from 'zod/mini';
import { traceHeaderSchema, traceRecordSchema, traceVersion } from '../../src/trace/schema.ts';
import { renderTable } from '../markdownTable.ts';

/** The part of a JSON schema that describes a field. */
interface FieldSchema {
  readonly type?: string;
  readonly const?: string | number;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
}

interface RecordSchema {
  readonly description?: string;
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

const common: readonly string[] = ['id', 'at', 'cause'];

/** Renders docs/reference/trace.md from the schema of traces. */
export function renderTracePage(): string {
  const header = toJSONSchema(traceHeaderSchema) as unknown as RecordSchema;
  const { oneOf = [] } = toJSONSchema(traceRecordSchema) as unknown as {
    readonly oneOf?: readonly RecordSchema[];
  };
  const rows = [header, ...oneOf].map((schema) => [
    `\`${String(schema.properties['kind']?.const)}\``,
    schema.description ?? '',
    describeFields(schema),
  ]);
  return `# Traces

<!-- Generated from src/trace/schema.ts by npm run update-reference. -->

[Find out why](../guides/trace.md) says how traces are recorded and read. A trace is newline-delimited JSON in version ${traceVersion}. The first line has the kind \`trace\`; the others are events, in order. Each has an \`id\`, the time \`at\` in milliseconds since the trace began, and the \`id\` of its \`cause\` if it has one. Readers have to refuse a larger version.

${renderTable(['kind', 'meaning', 'fields'], rows)}
`;
}

function describeFields({ properties, required = [] }: RecordSchema): string {
  return Object.entries(properties)
    .filter(([name]) => name !== 'kind' && !common.includes(name))
    .map(([name, field]) => {
      const optional = required.includes(name) ? '' : '?';
      return `\`${name}${optional}\`: ${describeType(field)}`;
    })
    .join('<br>');
}

function describeType(field: FieldSchema): string {
  if (field.anyOf !== undefined) return field.anyOf.map(describeType).join(' or ');
  if (field.items !== undefined) return `list of ${describeType(field.items)}`;
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.enum !== undefined) {
    return field.enum.map((choice) => `\`${choice === '' ? "''" : choice}\``).join(', ');
  }
  if (field.pattern !== undefined) return `\`${field.pattern.replaceAll('|', '\\|')}\``;
  return field.type ?? '';
}
