import { Placeholders } from '../../trace/placeholders.ts';
import { placeholders } from '../../trace/values.ts';

/** The placeholders of a trace, which stand for themselves when it is replayed. */
export class KeptPlaceholders extends Placeholders {
  override get: Placeholders['get'] = (kind, text) => {
    const schema: { safeParse(value: unknown): { success: boolean } } = placeholders[kind];
    // The ids of breakpoints end with what they are set at.
    const kept = text.slice(text.lastIndexOf(':') + 1);
    return schema.safeParse(kept).success ? (kept as never) : super.get(kind, text);
  };
}
