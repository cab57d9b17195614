import { readJson } from '../../text/json.ts';

/** A JSON value with its scalars and names as source text, so that nothing is lost by reading it. */
export type JsonTree =
  | { readonly kind: 'scalar'; readonly source: string }
  | { readonly kind: 'array'; readonly items: readonly JsonTree[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, value: JsonTree])[] };

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}]|[^\s[\]{}:,"]+/g;

function readTree(token: string, rest: Iterator<string, undefined>): JsonTree {
  if (token === '[') return { kind: 'array', items: [...readUntil(']', rest)] };
  if (token !== '{') return { kind: 'scalar', source: token };
  const parts = [...readUntil('}', rest)];
  const members = parts.flatMap((name, at) => {
    const value = parts[at + 1];
    return at % 2 === 0 && name.kind === 'scalar' && value ? [[name.source, value] as const] : [];
  });
  return { kind: 'object', members };
}

function* readUntil(end: string, rest: Iterator<string, undefined>): Generator<JsonTree> {
  for (let token = rest.next().value; token !== undefined && token !== end; token = rest.next().value) {
    yield readTree(token, rest);
  }
}

function* tokensOf(text: string): Generator<string, undefined> {
  for (const [token] of text.matchAll(TOKEN)) yield token;
  return undefined;
}

/** Reads a JSON object or array; undefined when the text is none. */
export function readJsonTree(text: string): JsonTree | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    readJson(text);
  } catch {
    return undefined;
  }
  const tokens = tokensOf(text);
  const first = tokens.next().value;
  return first === undefined ? undefined : readTree(first, tokens);
}
