/** Names that Windows takes for devices, whatever ending they have. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** Characters that no file name has, or that make it look like another: controls, direction marks, half surrogates. */
const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu;
const NAMELESS = '未命名';

/**
 * A sender's file name as it is kept and shown: without folders, composed (NFC), and such that whoever saves the file
 * under it gets just that file. It is never a path of the gateway's own.
 */
export function tidyFileName(name: string): string {
  const base = name.normalize('NFC').split(/[/\\]/).at(-1)!;
  const shown = base.replaceAll(ODD, '_').replace(/^[\s.]+|[\s.]+$/gu, '');
  if (shown === '') return NAMELESS;
  return DEVICE.test(shown) ? `_${shown}` : shown;
}
