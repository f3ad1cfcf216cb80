/** Commands of Mono's debugger protocol, as set and number. */
export const commands = {
  version: [1, 1],
  threads: [1, 2],
  invoke: [1, 7],
  typesNamed: [1, 12],
  assemblyByName: [1, 18],
  assemblyFiles: [1, 20],
  typeOfObject: [9, 1],
  objectValues: [9, 2],
  string: [10, 1],
  frames: [11, 1],
  arrayLength: [13, 1],
  arrayValues: [13, 2],
  setArrayValues: [13, 3],
  frameValues: [16, 1],
  frameThis: [16, 2],
  setFrameValues: [16, 3],
  setFrameThis: [16, 5],
  rootDomain: [20, 1],
  assemblies: [20, 3],
  createString: [20, 5],
  createBoxed: [20, 7],
  assemblyLocation: [21, 1],
  assemblyModule: [21, 3],
  assemblyName: [21, 6],
  methodName: [22, 1],
  declaringType: [22, 2],
  parameters: [22, 4],
  locals: [22, 5],
  methodInfo: [22, 6],
  methodBody: [22, 7],
  resolveToken: [22, 8],
  makeGeneric: [22, 10],
  methodToken: [22, 11],
  methodAssembly: [22, 12],
  typeInfo: [23, 1],
  fields: [23, 3],
  typeObject: [23, 5],
  methodsNamed: [23, 15],
  interfaces: [23, 16],
  parents: [23, 22],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;
export type AgentCommandName = keyof typeof commands;

/** What the runtime knows of a type. */
export interface TypeInfo {
  readonly namespace: string;
  readonly name: string;
  /** As reflection has it: `System.Collections.Generic.List`1[System.Int32]`. */
  readonly fullName: string;
  readonly assembly: number;
  /** The generic type of which it is one, or 0. */
  readonly definition: number;
  readonly generics: readonly number[];
  readonly isEnum: boolean;
  readonly isArray: boolean;
  /** The type of an array's elements. */
  readonly element: number | undefined;
}

/** A field of a type. */
export interface FieldInfo {
  readonly id: number;
  readonly name: string;
  readonly type: number;
  readonly isStatic: boolean;
  readonly isReadOnly: boolean;
}

/** The types of a method's result and parameters. */
export interface Signature {
  readonly result: number;
  readonly parameters: readonly { readonly type: number; readonly name: string }[];
}

/** What the runtime knows of a method. */
export interface MethodInfo {
  readonly isStatic: boolean;
  /** The generic method of which it is one, or 0. */
  readonly definition: number;
  /** Its type arguments, or the type parameters of a generic method. */
  readonly generics: readonly number[];
}
