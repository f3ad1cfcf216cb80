import { settingProblem } from '../../common/settings.ts';
import { debugEntrySchema } from '../user/debugSettings.ts';
import { launchTypeSchema } from '../user/addedTypes.ts';
import { type Finding, getFindings, getMembers, type Part } from '../json/finding.ts';

const section = 'ideSessionHost.';

/** The schemas of object settings, whose entries are validated separately. */
const entrySchemas = {
  launchTypes: launchTypeSchema,
  debugConfigurations: debugEntrySchema,
} as const;

/** Checks the settings of this extension in a settings.json. */
export function checkSettings(document: Part): readonly Finding[] {
  return getMembers(document)
    .filter(({ name }) => name.startsWith(section))
    .flatMap((part) => checkSetting(part.name.slice(section.length), part));
}

function checkSetting(name: string, part: Part): readonly Finding[] {
  const message = settingProblem(name, part.value);
  if (message !== undefined) return [{ path: part.path, message }];
  const schema = name in entrySchemas ? entrySchemas[name as keyof typeof entrySchemas] : undefined;
  if (schema === undefined) return [];
  return getMembers(part).flatMap((entry) => getFindings(schema, entry));
}
