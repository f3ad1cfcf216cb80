import type { RelayHandler } from '../../../../src/wasm/debugProxy/relay/handler.ts';
import { Pipeline } from '../../../../src/wasm/debugProxy/relay/pipeline.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { RecordingLog } from '../../../../tools/fixtures/recordingLog.ts';

/** A message as it left the pipeline. */
export type Message = Record<string, unknown> & { readonly id?: number };

/** A pipeline with both ends in the test's hands. */
export class PipelineFixture {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  /** The messages that reached each side, oldest first. */
  readonly browserHeard: Message[] = [];
  readonly debuggerHeard: Message[] = [];
  /** Buffers that were passed on without a copy. */
  readonly untouched = new Set<Buffer>();
  /** The methods that the pipeline told, with the side they came from. */
  readonly toldMethods: string[] = [];
  readonly pipeline: Pipeline;

  constructor(...handlers: readonly RelayHandler[]) {
    const into = (heard: Message[]) => (data: Buffer | string) => {
      if (typeof data !== 'string') this.untouched.add(data);
      heard.push(JSON.parse(data.toString()) as Message);
    };
    this.pipeline = new Pipeline(handlers, {
      clock: this.clock,
      log: this.log,
      onMessage: (from, method) => this.toldMethods.push(`${from}: ${method}`),
      toBrowser: into(this.browserHeard),
      toDebugger: into(this.debuggerHeard),
    });
  }

  /** Sends a message from the debugger. */
  command(message: object): Buffer {
    const data = Buffer.from(JSON.stringify(message));
    this.pipeline.fromDebugger(data);
    return data;
  }

  /** Sends a message from the browser. */
  report(message: object): Buffer {
    const data = Buffer.from(JSON.stringify(message));
    this.pipeline.fromBrowser(data);
    return data;
  }

  /** Attaches a page, as the browser reports it, and discards the message. */
  attach(sessionId: string, type = 'page'): void {
    this.report({
      method: 'Target.attachedToTarget',
      params: { sessionId, targetInfo: { type, targetId: `T${sessionId}` } },
    });
    this.debuggerHeard.length = 0;
  }

  /** Answers the newest command that the browser received. */
  answer(result: object): void {
    const { id, sessionId } = this.browserHeard.at(-1) ?? {};
    this.report({ id, result, sessionId });
  }
}
