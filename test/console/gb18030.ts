/** A Chinese text in the encoding that Excel saves csv in; of two bytes a character, as GBK has them. */
export function gb18030(text: string): Buffer {
  return Buffer.concat([...text].map((character) => CODES.get(character) ?? Buffer.from(character, 'ascii')));
}

const CODES = codes();

function codes(): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder('gb18030');
  const found = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const bytes = Buffer.from([lead, trail]);
      const character = decoder.decode(bytes);
      if ([...character].length === 1 && character !== '\ufffd') found.set(character, bytes);
    }
  return found;
}
