/** Returns the forms in which a value may be written: as it is, escaped or encoded, also within what is encoded. */
export function listForms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  return [
    ...new Set([
      value,
      ...listEscaped(value),
      ...[0, 1, 2].flatMap((offset) => listBase64(bytes, offset)),
      hex,
      hex.toUpperCase(),
    ]),
  ];
}

function listEscaped(value: string): readonly string[] {
  const json = escapeJson(value);
  const uri = encodeURIComponent(Buffer.from(value).toString());
  const strictUri = uri.replace(/[!'()*]/g, (one) => `%${toHex(one, 2).toUpperCase()}`);
  return [
    json,
    escapeJson(json),
    escapeDotnetJson(json),
    uri,
    strictUri,
    strictUri.replace(/%../g, (one) => one.toLowerCase()),
    strictUri.replaceAll('%20', '+'),
    value.replace(/[&<>"']/g, (one) => htmlEscapes[one] ?? one),
  ];
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Returns the characters in Base64 that depend on nothing but these bytes, after so many other bytes. */
function listBase64(bytes: Buffer, offset: number): readonly string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  const text = encoded.slice(Math.ceil((offset * 8) / 6), whole);
  return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Escapes JSON further, as .NET does by default. */
function escapeDotnetJson(json: string): string {
  const escape = (one: string): string => `\\u${toHex(one, 4).toUpperCase()}`;
  return json
    .replace(/\\(.)/g, (pair, escaped: string) => (escaped === '"' ? escape('"') : pair))
    .replace(/[<>&'+`\u007f-\uffff]/g, escape);
}

function toHex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0');
}
