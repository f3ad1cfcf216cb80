import type { SettingReader } from '../common/settings.ts';

/** Settings of C# debugging in pages. */
export interface CSharpSettings {
  /** Whether to use the relay between the debugger and the .NET debug proxy. Turned off for troubleshooting. */
  readonly debugRelay: boolean;
  /** Whether stepping and call stacks skip code without symbols. */
  readonly justMyCode: boolean;
}

export function readCSharpSettings(read: SettingReader): CSharpSettings {
  return { debugRelay: read('debugRelay'), justMyCode: read('justMyCode') };
}
