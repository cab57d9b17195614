/** GBK's two-byte characters, read backwards from the runtime's decoder. */
function readTable(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, number>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const character = decoder.decode(Uint8Array.of(high, low));
      if (character.length === 1 && character !== '\ufffd') table.set(character, (high << 8) | low);
    }
  }
  return table;
}

/** Makes an encoder of GBK; a character that GBK lacks becomes `?`, as in Java. The table takes some milliseconds. */
export function createGbkEncoder(): (text: string) => Buffer {
  const table = readTable();
  return (text) =>
    Buffer.from(
      [...text].flatMap((character) => {
        const code = character.charCodeAt(0);
        if (code < 0x80) return [code];
        const pair = table.get(character);
        return pair === undefined ? [0x3f] : [pair >> 8, pair & 0xff];
      }),
    );
}
