/** How C# in pages is debugged. */
export interface CSharpSettings {
  /** Whether our relay stands between the debugger and the .NET debug proxy; off for diagnosis. */
  readonly debugRelay: boolean;
  /** Whether stepping and call stacks leave out code without loaded symbols. */
  readonly justMyCode: boolean;
}

export const defaultCSharpSettings: CSharpSettings = { debugRelay: true, justMyCode: true };
