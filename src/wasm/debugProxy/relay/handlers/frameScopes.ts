import * as z from 'zod/mini';
import { answerWith, pass, refuse, type RelayHandler } from '../handler.ts';

const scopeSchema = z.object({ objectId: z.string().check(z.regex(/^dotnet:scope:/)) });
/** How js-debug asks JavaScript objects for descriptions of their own. */
const describeSchema = z.object({
  objectId: z.string().check(z.regex(/^dotnet:(?:object|valuetype):/)),
  functionDeclaration: z.string().check(z.startsWith('function(...runtimeArgs)')),
});
const accessorsSchema = z.extend(scopeSchema, { accessorPropertiesOnly: z.literal(true) });

/**
 * Answers what the debugger asks of a C# frame besides its variables: it has no accessors, for which the debug proxy
 * would read all variables once more, and no function can be called on it. Objects of C# have no descriptions of their
 * own in JavaScript, for which the proxy would read all members and call all getters once more.
 */
export function frameScopesHandler(): RelayHandler {
  return {
    name: 'frame scopes',
    commands: {
      'Runtime.getProperties': ({ params }) =>
        accessorsSchema.safeParse(params).success ? answerWith({ result: [] }) : pass,
      'Runtime.callFunctionOn': ({ params }) => {
        if (scopeSchema.safeParse(params).success) {
          return refuse('No function can be called on the variables of a frame.');
        }
        return describeSchema.safeParse(params).success
          ? refuse('Objects of C# have no descriptions in JavaScript.')
          : pass;
      },
    },
  };
}
