import { z } from 'zod';
import { isLoopback } from '../../text/is-loopback.ts';

const MIB = 1024 * 1024;
const whole = (minimum: number, maximum: number, fallback: number, description: string) =>
  z.int().min(minimum).max(maximum).default(fallback).meta({ description });
const text = (description: string) => z.string().min(1).meta({ description });
const path = (description: string) => z.string().min(1).meta({ description, path: true });

const tls = z
  .strictObject({
    certificate: path('PEM file with the certificate and its chain'),
    key: path('PEM file with the private key'),
    clientCa: path('PEM file with the authorities that issue client certificates').optional(),
    requireClientCertificate: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether a connection without a client certificate of `clientCa` is refused' }),
  })
  .refine(({ clientCa, requireClientCertificate }) => clientCa !== undefined || !requireClientCertificate, {
    path: ['clientCa'],
    error: 'the file of the authorities, because requireClientCertificate is true',
  })
  .meta({ description: 'Serve TLS with these files' });

/** The part `channels.tcp` of the configuration; every default is safe. */
export const tcpSettings = z
  .strictObject({
    host: text('Address to listen on').default('127.0.0.1'),
    port: whole(0, 65_535, 8082, 'Port to listen on; 0 takes any free one'),
    plain: z
      .boolean()
      .default(false)
      .meta({ description: 'Allow an address other than loopback without TLS (not advised)' }),
    tls: tls.optional(),
    standard: text('Standard that is spoken; one of `services` must mount it').default('dual-prevention'),
    operation: text('Operation of the standard that every message asks for').default('syndata'),
    framing: z.enum(['length', 'newline']).default('length').meta({
      description: '`length`: 4 bytes, big-endian, before each message; `newline`: one message a line',
    }),
    frameBytes: whole(64, 1024 * MIB, 10 * MIB, 'Bytes of one message'),
    jsonDepth: whole(4, 256, 32, 'Levels of nesting in a message'),
    idleSeconds: whole(1, 86_400, 300, 'Seconds that a connection may rest between two messages'),
    messageSeconds: whole(
      1,
      3600,
      30,
      'Seconds in which a message that has begun must have arrived, and in which an answer must be taken',
    ),
    connections: whole(1, 1_000_000, 1024, 'Open connections'),
    connectionsPerAddress: whole(1, 1_000_000, 256, 'Open connections from one address'),
    pipelined: whole(
      1,
      10_000,
      16,
      'Messages of one connection under way at a time; no more is read until an answer is taken',
    ),
  })
  .refine(({ host, plain, tls }) => isLoopback(host) || plain || tls !== undefined, {
    path: ['tls'],
    error: 'certificate and key, because host is not a loopback address (or plain: true)',
  });

export type TcpSettings = Readonly<z.output<typeof tcpSettings>>;
