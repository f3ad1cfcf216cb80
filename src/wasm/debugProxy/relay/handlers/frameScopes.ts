import * as z from 'zod/mini';
import { answerWith, pass, refuse, type RelayHandler } from '../handler.ts';

const scopeSchema = z.object({ objectId: z.string().check(z.regex(/^dotnet:scope:/)) });
const accessorsSchema = z.extend(scopeSchema, { accessorPropertiesOnly: z.literal(true) });

/**
 * Answers what the debugger asks of a C# frame besides its variables: it has no accessors, for which the debug proxy
 * would read all variables once more, and no function can be called on it.
 */
export function frameScopesHandler(): RelayHandler {
  return {
    name: 'frame scopes',
    commands: {
      'Runtime.getProperties': ({ params }) =>
        accessorsSchema.safeParse(params).success ? answerWith({ result: [] }) : pass,
      'Runtime.callFunctionOn': ({ params }) =>
        scopeSchema.safeParse(params).success
          ? refuse('No function can be called on the variables of a frame.')
          : pass,
    },
  };
}
