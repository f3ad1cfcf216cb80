import { launchSettingsSchema, profileSchemaFor } from '../profiles/launchSettings.ts';
import { problems } from './problems.ts';
import { type Finding, getFindings, getMember, getMembers, type Part } from '../json/finding.ts';

/** Checks a launchSettings.json. Profiles of other tools are left to them. */
export function checkLaunchSettings(document: Part): readonly Finding[] {
  const findings = getFindings(launchSettingsSchema, document);
  if (findings.length > 0) return findings;
  return getMembers(getMember(document, 'profiles')).flatMap(checkProfile);
}

function checkProfile(profile: Part): readonly Finding[] {
  const commandName = getMember(profile, 'commandName').value;
  if (!isObject(profile.value)) return [];
  const findings = getFindings(profileSchemaFor(commandName), profile);
  if (findings.length > 0) return findings;
  if (commandName === 'Executable' && !getMember(profile, 'executablePath').value) {
    return [{ path: profile.path, message: problems.executablePathMissing() }];
  }
  return commandName === 'Project' ? checkAddresses(getMember(profile, 'applicationUrl')) : [];
}

/** Addresses with variables are known at the start only. */
function checkAddresses({ path, value }: Part): readonly Finding[] {
  const addresses = typeof value === 'string' ? value.split(';') : [];
  return addresses
    .map((address) => address.trim())
    .filter((address) => address !== '' && !/[%$]/.test(address) && !isAddress(address))
    .map((address) => ({
      path,
      message: problems.addressInvalid({ address: JSON.stringify(address) }),
    }));
}

/** Kestrel also accepts hosts such as `*` and `+`, which URLs can't have. */
function isAddress(address: string): boolean {
  return /^https?:\/\/[^\s/]+/i.test(address);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
