import { createECDH } from 'node:crypto';
import { multiplyNatively, SM2_ORDER, scalarHex } from './sm2-curve.ts';

/** The field of the recommended curve and its b; a is -3 (GB/T 32918.5). */
const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/**
 * Whether r and s are a signature of the digest under a public key (`04`, x, y): checks (e + x(s·G + t·Q)) mod n = r
 * with t = r + s. OpenSSL has no SM2 signatures here but multiplies on the curve: a tenth of sm-crypto's time. All
 * that goes in is public, so the time may depend on it.
 */
export function verifyNatively(digest: bigint, r: bigint, s: bigint, publicKey: string): boolean {
  const t = mod(r + s, SM2_ORDER);
  if (!isScalar(r) || !isScalar(s) || t === 0n) return false;
  const owner = pointOf(publicKey);
  if (!isOnCurve(owner)) return false;
  const sum = add(pointOf(multiplyNatively(scalarHex(s))), multiply(t, owner, publicKey));
  return sum !== undefined && mod(digest + sum.x, SM2_ORDER) === r;
}

function isScalar(value: bigint): boolean {
  return value > 0n && value < SM2_ORDER;
}

function isOnCurve({ x, y }: Point): boolean {
  return x < P && y < P && mod(y * y, P) === squareAt(x);
}

/** What y squared is at x. */
function squareAt(x: bigint): bigint {
  return mod(x * x * x - 3n * x + B, P);
}

/**
 * A multiple of the owner's point. A key agreement gives only its x; of the two points with that x it is the one
 * whose sum with the owner's point has the x of the next multiple.
 */
function multiply(scalar: bigint, owner: Point, publicKey: string): Point {
  if (scalar === 1n) return owner;
  if (scalar === SM2_ORDER - 1n) return negate(owner);
  const x = agree(scalar, publicKey);
  const point = { x, y: rootOf(squareAt(x)) };
  return add(point, owner)?.x === agree(scalar + 1n, publicKey) ? point : negate(point);
}

/** The x of a multiple of the point. */
function agree(scalar: bigint, publicKey: string): bigint {
  const curve = createECDH('SM2');
  curve.setPrivateKey(scalarHex(scalar), 'hex');
  return BigInt(`0x${curve.computeSecret(publicKey, 'hex', 'hex')}`);
}

/** Undefined is the point at infinity. */
function add(one: Point, other: Point): Point | undefined {
  if (one.x === other.x && one.y !== other.y) return undefined;
  const slope =
    one.x === other.x
      ? (3n * one.x * one.x - 3n) * inverseOf(2n * one.y)
      : (other.y - one.y) * inverseOf(other.x - one.x);
  const x = mod(slope * slope - one.x - other.x, P);
  return { x, y: mod(slope * (one.x - x) - one.y, P) };
}

function negate({ x, y }: Point): Point {
  return { x, y: mod(-y, P) };
}

function pointOf(hex: string): Point {
  return { x: BigInt(`0x${hex.slice(2, 66)}`), y: BigInt(`0x${hex.slice(66)}`) };
}

/** P is 3 mod 4, so a square's root is its power to (P + 1) / 4. */
function rootOf(square: bigint): bigint {
  let [power, base, root] = [(P + 1n) / 4n, square, 1n];
  for (; power > 0n; power >>= 1n) {
    if (power & 1n) root = mod(root * base, P);
    base = mod(base * base, P);
  }
  return root;
}

function inverseOf(value: bigint): bigint {
  let [low, high] = [mod(value, P), P];
  let [factor, next] = [1n, 0n];
  while (low !== 0n) {
    const quotient = high / low;
    [low, high] = [high - quotient * low, low];
    [factor, next] = [next - quotient * factor, factor];
  }
  return mod(next, P);
}

function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}
