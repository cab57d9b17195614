/** The part of sm-crypto that is used here; the package ships no types. Its SM2 texts are lower-case hex. */
declare module 'sm-crypto' {
  type Bytes = ArrayLike<number>;

  interface Sm4Options {
    /** Anything but `cbc` silently means ECB: only `ecb` and `cbc` may be asked for. */
    readonly mode: 'ecb' | 'cbc';
    readonly iv?: readonly number[];
    readonly padding: 'none';
    readonly output: 'array';
  }

  interface SmCrypto {
    readonly sm2: {
      /** With a text of hex digits as seed, the pair is made from it and from nothing else. */
      generateKeyPairHex(
        seed: string,
        radix: 16,
      ): { readonly privateKey: string; readonly publicKey: string };
      getPublicKeyFromPrivateKey(privateKey: string): string;
      verifyPublicKey(publicKey: string): boolean;
      doSignature(message: string, privateKey: string, options: { hash: true; publicKey?: string }): string;
      doVerifySignature(message: string, sign: string, publicKey: string, options: { hash: true }): boolean;
    };
    readonly sm3: (data: Bytes, options?: { readonly mode: 'hmac'; readonly key: Bytes }) => string;
    readonly sm4: {
      encrypt(data: Bytes, key: readonly number[], options: Sm4Options): number[];
      decrypt(data: Bytes, key: readonly number[], options: Sm4Options): number[];
    };
  }

  const smCrypto: SmCrypto;
  export default smCrypto;
}
