const PLACEHOLDER = /\{\{(\w+)(?: ([^{}«»]+?))?(?: ?«([^»]*)»)?\}\}/g;

/**
 * Fills a template: `{{name}}` a value, `{{xml name}}` and `{{json name}}` the same escaped,
 * `{{repeat 3 «text»}}` a text so many times (`§` in it is the number), `{{hex ff fe}}` raw bytes.
 */
export function expandTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
  encode: (text: string) => Buffer = (text) => Buffer.from(text),
): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    parts.push(encode(template.slice(from, match.index)));
    const [all, word = '', argument = '', text = ''] = match;
    parts.push(
      word === 'hex' ? Buffer.from(argument.replaceAll(' ', ''), 'hex') : encode(fill(word, argument, text)),
    );
    from = match.index + all.length;
  }
  parts.push(encode(template.slice(from)));
  return Buffer.concat(parts);

  function fill(word: string, argument: string, text: string): string {
    if (word === 'repeat') {
      const times = Number(argument);
      return text.includes('§')
        ? Array.from({ length: times }, (_, index) => text.replaceAll('§', String(index))).join('')
        : text.repeat(times);
    }
    if (word === 'xml') return escapeXml(named(argument));
    if (word === 'json') return JSON.stringify(named(argument));
    return named(word);
  }

  function named(name: string): string {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {{${name}}}`);
    return value;
  }
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
