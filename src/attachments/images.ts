const startsWith = (bytes: Buffer) => (content: Buffer) => content.subarray(0, bytes.length).equals(bytes);

/** Pictures by their first bytes. SVG is none of them: it is a document that can run scripts. */
export const isImage = {
  png: startsWith(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
  jpg: startsWith(Buffer.from('\xff\xd8\xff', 'latin1')),
  gif: (content: Buffer) => /^GIF8[79]a/.test(content.toString('latin1', 0, 6)),
} as const;
