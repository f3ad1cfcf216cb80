import { readMetadata, moduleId } from '../../../metadata/assemblyMetadata.ts';
import { type PdbReference, readPdbReference } from '../../../metadata/debugDirectory.ts';
import {
  type AgentCommand,
  agentAnswer,
  readAgentCommand,
  readEvaluation,
} from '../cdp/agentCommands.ts';
import { AgentQueries } from '../cdp/agentQueries.ts';
import { AgentReader, AgentWriter } from '../cdp/agentData.ts';
import {
  answerWithText,
  type CommandOutcome,
  pass,
  type RelayHandler,
  type RelayTarget,
} from '../handler.ts';

/** Finds the file of an assembly by its name without extension. */
export type FindAssembly = (name: string) => Promise<Buffer | undefined>;

/** The command of Mono's debugger protocol that requests an assembly. */
const assemblyBytes = { set: 1, command: 20 } as const;

/**
 * Answers the debug proxy's requests for the metadata of an assembly from a file on disk, if the page runs
 * the same compilation of it. For the core library, the page would be busy with the request for hundreds of
 * milliseconds. Used between the proxy and the browser.
 */
export function assemblyBytesHandler(find: FindAssembly): RelayHandler {
  return {
    name: 'assembly bytes',
    commands: {
      'Runtime.evaluate': ({ params }, target) => {
        const command = readAgentCommand(readEvaluation(params)?.expression ?? '');
        if (command?.set !== assemblyBytes.set || command.command !== assemblyBytes.command) {
          return pass;
        }
        return onRequest(command, target, find);
      },
    },
  };
}

async function onRequest(
  command: AgentCommand,
  target: RelayTarget,
  find: FindAssembly,
): Promise<CommandOutcome> {
  const name = new AgentReader(command.parameters).text().replace(/\.(wasm|dll)$/, '');
  const file = await find(name);
  const symbols = file && readPdbReference(file);
  if (file === undefined || symbols === undefined) return pass;
  const metadata = readMetadata(file);
  if ((await readModuleId(command, target)) !== moduleId(metadata)) return pass;
  return answerWithText(await agentAnswer(command, replyWith(metadata, symbols)));
}

/** Returns the id of the module that the page runs, in the byte order of a file. */
async function readModuleId(command: AgentCommand, target: RelayTarget): Promise<string> {
  return guidInFile(await new AgentQueries(command, target).moduleId(command.parameters));
}

/** Returns the hexadecimal digits of a GUID in the byte order of a file, where its first three parts are little-endian. */
function guidInFile(text: string): string {
  const digits = text.replaceAll(/[{}-]/g, '').toLowerCase();
  const bytes = Buffer.from(digits, 'hex');
  if (bytes.length !== 16) return '';
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes.toString('hex');
}

/** Creates the runtime's reply for an assembly without loaded symbols. */
function replyWith(metadata: Buffer, { age, checksums, guid, path }: PdbReference): Buffer {
  const writer = new AgentWriter();
  writer.block(metadata);
  // The length of the symbols, that of the inflated symbols, and whether there is a reference to them.
  writer.number(0).number(0).byte(1);
  writer.number(age).block(guid).block(Buffer.from(path));
  writer.number(checksums.length);
  for (const { algorithm, bytes } of checksums) writer.block(Buffer.from(algorithm)).block(bytes);
  return writer.written();
}
