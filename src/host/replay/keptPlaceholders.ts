import { Placeholders } from '../../trace/placeholders.ts';
import { placeholders } from '../../trace/values.ts';

/** The placeholders of a trace, which stand for themselves when it is replayed. */
export class KeptPlaceholders extends Placeholders {
  override get: Placeholders['get'] = (kind, text) => {
    const schema: { safeParse(value: unknown): { success: boolean } } = placeholders[kind];
    return schema.safeParse(text).success ? (text as never) : super.get(kind, text);
  };
}
