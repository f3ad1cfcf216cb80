import * as z from 'zod/mini';
import { clearSigns } from '../../evaluation/runtime/structFields.ts';
import { inlineArrayVersion } from '../../evaluation/runtime/valueCodec.ts';
import {
  type AgentCommand,
  agentRequest,
  readAgentCommand,
  readAgentReply,
  readEvaluation,
} from '../cdp/agentCommands.ts';
import { AgentReader } from '../cdp/agentData.ts';
import {
  type AnswerOutcome,
  pass,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../handler.ts';

/** Commands whose replies are values, as set and number, with how many bytes are before the values. */
const starts: Readonly<Record<string, number>> = {
  '1,7': 1,
  '9,2': 0,
  '13,2': 0,
  '16,1': 0,
  '16,2': 0,
  '23,4': 0,
};

/** A char with a sign. Other values may have the same bytes. */
const signedChar = Buffer.of(0x03, 0xff, 0xff);

const answerSchema = z.looseObject({
  result: z.looseObject({ value: z.looseObject({ value: z.string() }) }),
});

/**
 * Lets the debug proxy read chars from U+8000 up. The runtime sends them as negative numbers, for which the proxy has
 * no char: it leaves out such variables, and refuses the arrays and objects that have them. Used between the proxy
 * and the browser.
 */
export function wideCharsHandler(): RelayHandler {
  return {
    name: 'wide chars',
    answers: {
      'Runtime.evaluate': ({ result }, { params }, target) => {
        const command = readAgentCommand(readEvaluation(params)?.expression ?? '');
        const start = command && starts[`${command.set},${command.command}`];
        if (command === undefined || start === undefined) return pass;
        const reply = readAgentReply(result);
        if (reply?.includes(signedChar) !== true) return pass;
        return clear(result, reply, { command, start, target });
      },
    },
  };
}

interface Asked {
  readonly command: AgentCommand;
  readonly start: number;
  readonly target: RelayTarget;
}

/** The answer with chars that the proxy can read. A reply in a form that is not known is left as it is. */
async function clear(
  answer: unknown,
  reply: Buffer,
  { command, start, target }: Asked,
): Promise<AnswerOutcome> {
  const { result, ...others } = answerSchema.parse(answer);
  const version = await target.send(
    'Runtime.evaluate',
    agentRequest(command.like(1, 1, Buffer.of())),
  );
  const read = new AgentReader(readAgentReply(version) ?? Buffer.of());
  read.text();
  read.number();
  const value = clearSigns(reply, start, read.number() >= inlineArrayVersion).toString('base64');
  return replaceBy({ ...others, result: { ...result, value: { ...result.value, value } } });
}
