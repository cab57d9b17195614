/** Names whose values never reach a log: `sign`, `appSecret`, `signing_key`, `accessToken` … */
const SECRET_NAME = /sign$|signature|secret|keys?$|passw|pwd|token|authorization|cookie|credential/i;
/** The same within a text: `key=…` of a signed text or of a query, `Bearer …` of a header. */
const ASSIGNED = /((?:sign|secret|key|password|pwd|token)["']?\s*[=:]\s*["']?|bearer\s+)[^&\s"',;}]+/gi;
/** 18 characters of an identity number (GB 11643) or the 15 digits of the old kind. */
const IDENTITY = /(?<![0-9A-Za-z])(\d{4})(\d{10}|\d{7})(\d{3}[\dXx])(?![0-9A-Za-z])/g;
const MOBILE = /(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g;
/** A key, a digest or a sign: hex that nobody reads. */
const HEX = /(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])/g;
/** User and password in an address. */
const CREDENTIALS = /(\/\/)[^/@\s]+@/g;
const DEPTH = 8;

/** The same value, fit for a log: no secret, personal numbers masked, errors as texts, nothing too deep. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return redactText(String(value));
  if (typeof value === 'number') return Number.isSafeInteger(value) ? redactNumber(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH) return '…';
  return redactObject(value, depth);
}

function redactObject(value: object, depth: number): unknown {
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1));
  if (value instanceof Map) return redactEntries([...value], depth);
  if (isError(value)) return redactError(value, depth);
  return redactEntries(Object.entries(value), depth);
}

function redactEntries(entries: readonly (readonly [unknown, unknown])[], depth: number): unknown {
  return Object.fromEntries(
    entries
      .map(([name, value]) => [String(name), value] as const)
      .filter(([name]) => !SECRET_NAME.test(name))
      .map(([name, value]) => [redactText(name), redact(value, depth + 1)]),
  );
}

function redactError(error: Error, depth: number): unknown {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: redact(error.code, depth + 1) } : {};
  const more = cause === undefined ? {} : { cause: redact(cause, depth + 1) };
  return { name, ...code, message: redactText(message), stack: redactText(stack ?? ''), ...more };
}

function isError(value: object): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function redactNumber(value: number): unknown {
  const masked = redactText(String(value));
  return masked === String(value) ? value : masked;
}

function redactText(text: string): string {
  return text
    .replace(CREDENTIALS, '$1…@')
    .replace(ASSIGNED, '$1…')
    .replace(
      IDENTITY,
      (_, head: string, middle: string, tail: string) => head + '*'.repeat(middle.length) + tail,
    )
    .replace(MOBILE, '$1****$2')
    .replace(HEX, (hex) => `${hex.slice(0, 4)}…`);
}
