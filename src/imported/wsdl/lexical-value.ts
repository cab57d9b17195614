import { JsonNumber, type JsonValue } from '../../text/json-value.ts';
import {
  booleanLexeme,
  decimalText,
  integerLexeme,
  integerText,
  numberLexeme,
} from '../../text/xml-lexical.ts';
import type { SimpleForm } from './wsdl-service.ts';

/** The text of a value, digit for digit; undefined when it is none of the type's. */
export function textOfValue(value: JsonValue, { lexical }: SimpleForm): string | undefined {
  if (lexical === 'text') return typeof value === 'string' ? value : undefined;
  if (lexical === 'boolean') return typeof value === 'boolean' ? String(value) : undefined;
  if (!(value instanceof JsonNumber)) return undefined;
  if (lexical === 'integer') return integerText(value.lexeme);
  return lexical === 'decimal' ? decimalText(value.lexeme) : value.lexeme;
}

/** The value of a text; texts stay as they are. Undefined when it is none of the type's, INF and NaN among it. */
export function valueOfText(text: string, { lexical }: SimpleForm): JsonValue | undefined {
  if (lexical === 'text') return text;
  if (lexical === 'boolean') {
    const lexeme = booleanLexeme(text);
    return lexeme === undefined ? undefined : lexeme === 'true';
  }
  const lexeme = lexical === 'integer' ? integerLexeme(text) : numberLexeme(text);
  return lexeme === undefined ? undefined : new JsonNumber(lexeme);
}
