import { nativeBackend } from './native-backend.ts';
import { portableBackend } from './portable-backend.ts';
import type { SmBackend } from './sm-backend.ts';

/** SM3 of the empty message and the GM/T 0002 example: the whole proof that a backend works here. */
const EMPTY_SM3 = '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b';
const SM4_TEXT = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
const SM4_BLOCK = '681edf34d206965e86b3e94f536e4246';

function works(backend: SmBackend): boolean {
  try {
    const key = { key: SM4_TEXT, iv: Buffer.alloc(16) };
    const block = backend.sm4Encrypt({ mode: 'ecb', key: key.key }, SM4_TEXT).toString('hex');
    backend.sm4Encrypt({ ...key, mode: 'cbc' }, SM4_TEXT);
    return block.startsWith(SM4_BLOCK) && backend.sm3('').toString('hex') === EMPTY_SM3;
  } catch {
    return false;
  }
}

/** The native backend where the runtime's OpenSSL has SM3 and SM4 (tried, not asked), else the portable one. */
export function chooseBackend(native = nativeBackend, portable = portableBackend): SmBackend {
  return works(native) ? native : portable;
}
