import type * as z from 'zod/mini';
import { knownExtensions, knownNames } from './launchRecord.ts';
import { settingChoices, settingNames } from '../common/settings.ts';
import { toVersion } from './report/harmless.ts';
import { reportWords } from './report/vocabulary.ts';
import { traceHeaderSchema, traceRecordSchema } from './schema.ts';
import { placeholders } from './values.ts';

const words = [
  ...new Set([traceHeaderSchema, traceRecordSchema].flatMap(listWords)),
  ...knownNames,
  ...knownExtensions,
  ...reportWords,
  ...settingNames,
  ...Object.values(settingChoices).flat(),
];
const number = /^v?\d+(\.\d+)*$/;

/** Whether a text is in traces or reports whatever happened: a number or version, a placeholder, or a part of a word that they keep. */
export function isCommonInTraces(text: string): boolean {
  if (number.test(text) || toVersion(text) === text) return true;
  if (Object.values(placeholders).some((schema) => schema.safeParse(text).success)) return true;
  return words.some((word) => word.includes(text));
}

/** What each schema of zod/mini has besides its declared type. */
interface DefinedSchema {
  readonly def: z.core.$ZodTypes['_zod']['def'];
}

/** The names of fields and the choices of a schema. */
function listWords(schema: z.core.$ZodType): readonly string[] {
  const { def } = schema as unknown as DefinedSchema;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, field]) => [name, ...listWords(field)]);
    case 'union':
      return def.options.flatMap(listWords);
    case 'optional':
      return listWords(def.innerType);
    case 'array':
      return listWords(def.element);
    case 'enum':
      return Object.values(def.entries).map(String);
    case 'literal':
      return def.values.map(String);
    default:
      return [];
  }
}
