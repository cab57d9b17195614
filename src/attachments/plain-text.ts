import { isUtf8 } from 'node:buffer';

/** Control characters other than tab, line feed, form feed and carriage return. */
const CONTROL = /[\0-\x08\x0b\x0e-\x1f\x7f]/;
const MARKUP_START = /^\ufeff?\s*(?:<|#!)/;
const MARKUP = /<(?:!doctype|html|head|body|script|svg|iframe|object|embed)[\s/>]/i;

/** UTF-8 text that no program would run or render: no control characters, no markup, no `#!`. */
export function isPlainText(content: Buffer): boolean {
  if (content.length === 0 || !isUtf8(content)) return false;
  const text = content.toString('utf8');
  return !CONTROL.test(text) && !MARKUP_START.test(text) && !MARKUP.test(text);
}
