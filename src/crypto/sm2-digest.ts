import { sm3 } from './digest.ts';

/** Two bytes of bit length, then the default user id (GB/T 35276), then a, b and the base point of the curve. */
const PREFIX = Buffer.concat([
  Buffer.from([0x00, 0x80]),
  Buffer.from('1234567812345678', 'latin1'),
  Buffer.from('fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc', 'hex'),
  Buffer.from('28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93', 'hex'),
  Buffer.from('32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7', 'hex'),
  Buffer.from('bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0', 'hex'),
]);

/** e of GB/T 32918.2: SM3 of the signer's Z and the text's UTF-8. `publicKey` is `04`, x and y in hex. */
export function sm2Digest(text: string, publicKey: string): bigint {
  const z = sm3(Buffer.concat([PREFIX, Buffer.from(publicKey.slice(2), 'hex')]));
  return BigInt(`0x${sm3(Buffer.concat([z, Buffer.from(text, 'utf8')])).toString('hex')}`);
}
