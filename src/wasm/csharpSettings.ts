import type { SettingReader } from '../common/settings.ts';

/** How C# in pages is debugged. */
export interface CSharpSettings {
  /** Whether our relay stands between the debugger and the .NET debug proxy; off for diagnosis. */
  readonly debugRelay: boolean;
  /** Whether stepping and call stacks leave out code without loaded symbols. */
  readonly justMyCode: boolean;
}

export function readCSharpSettings(read: SettingReader): CSharpSettings {
  return { debugRelay: read('debugRelay'), justMyCode: read('justMyCode') };
}
