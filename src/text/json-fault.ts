/** Everything that strict JSON refuses; the reason of its TextError. */
export const JSON_FAULTS = [
  'unexpected end',
  'unexpected character',
  'trailing data',
  'not an object',
  'not an array',
  'duplicate member name',
  'member name not allowed',
  'nested too deeply',
  'too many members',
  'too many elements',
  'too many runs of white space',
  'control character in a string',
  'NUL in a string',
  'invalid escape',
  'lone surrogate',
  'noncharacter',
  'invalid number',
] as const;

export type JsonFault = (typeof JSON_FAULTS)[number];
