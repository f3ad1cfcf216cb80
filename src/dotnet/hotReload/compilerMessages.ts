import * as z from 'zod/mini';

/** A project as its compiler was called in the last build. */
export interface CompiledProject {
  /** The project file. */
  readonly path: string;
  /** The arguments of the compiler. */
  readonly arguments: readonly string[];
  /** The assembly that the compiler wrote, in the intermediate folder. */
  readonly assembly: string;
  /** The one that was built; absent if the project has only one. */
  readonly targetFramework?: string;
}

/** A saved source; without a text, it was deleted. */
export interface SourceChange {
  readonly path: string;
  readonly text: string | undefined;
}

/** A source as it was compiled. */
interface BuiltSource {
  readonly path: string;
  /** Encoded in base64. */
  readonly content: string;
}

/** A message to the program that compiles updates, one in a line. */
export type CompilerRequest =
  | {
      readonly kind: 'start';
      /** In the order of their references, referenced ones first. */
      readonly projects: readonly CompiledProject[];
      /** The sources whose content may have changed since the build. Others are read from the disk. */
      readonly sources: readonly BuiltSource[];
      /** The paths of all sources in the symbols. Others are left out, since they are newer than the build. */
      readonly documents: readonly string[];
      /** The changes that the runtime of the page accepts. */
      readonly capabilities: readonly string[];
    }
  /** Some of the projects have other sources than before. */
  | { readonly kind: 'load'; readonly projects: readonly CompiledProject[] }
  | { readonly kind: 'compile'; readonly id: number; readonly changes: readonly SourceChange[] };

const diagnosticSchema = z.object({
  code: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  /** Where it is; absent if it has no place. Lines and columns are counted from 1. */
  place: z.optional(
    z.object({
      path: z.string(),
      line: z.number(),
      column: z.number(),
      endLine: z.number(),
      endColumn: z.number(),
    }),
  ),
});

const updateSchema = z.object({
  /** The id of the module, in the form of a GUID. */
  moduleId: z.string(),
  /** The name of the assembly, without extension. */
  assembly: z.string(),
  /** Encoded in base64. */
  metadataDelta: z.string(),
  ilDelta: z.string(),
  pdbDelta: z.string(),
  /** The tokens of the changed types. */
  updatedTypes: z.array(z.number()),
  /** Whether code that runs only once is among what was changed. */
  runsOnce: z.optional(z.boolean()),
});

const idSchema = { id: z.number() };
const diagnostics = z.array(diagnosticSchema);

const answerSchema = z.discriminatedUnion('kind', [
  /** It has loaded the projects. */
  z.object({ kind: z.literal('started'), documents: z.array(z.string()) }),
  /** It can't compile updates of these projects. */
  z.object({ kind: z.literal('failed'), reason: z.string() }),
  /** Nothing has to be applied. */
  z.object({ kind: z.literal('no change'), ...idSchema }),
  z.object({
    kind: z.literal('updates'),
    ...idSchema,
    updates: z.array(updateSchema),
    diagnostics,
  }),
  /** The sources have errors. */
  z.object({ kind: z.literal('errors'), ...idSchema, diagnostics }),
  /** The changes can only be applied by a restart. */
  z.object({ kind: z.literal('restart'), ...idSchema, diagnostics }),
]);

/** A compiler's error or warning. */
export type SourceDiagnostic = Readonly<z.output<typeof diagnosticSchema>>;

/** The update of one assembly. */
export type AssemblyUpdate = Readonly<z.output<typeof updateSchema>>;

/** A message from the program that compiles updates. */
export type CompilerAnswer = Readonly<z.output<typeof answerSchema>>;

/** Parses a line of the program; `undefined` for other output. */
export function parseCompilerAnswer(line: string): CompilerAnswer | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return answerSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Formats a request as a line. */
export function formatCompilerRequest(request: CompilerRequest): string {
  return `${JSON.stringify(request)}\n`;
}
