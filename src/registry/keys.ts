import { randomUUID } from 'node:crypto';

/** The form in which keys compare: without regard to case. */
export const foldKey = (key: string): string => key.toLowerCase();

export const sameKey = (one: string, other: string): boolean => foldKey(one) === foldKey(other);

/** A new businessKey, serviceKey or bindingKey. */
export const newKey = (): string => randomUUID();

/** A new tModelKey; UDDI 2.0 writes them with `uuid:`. */
export const newTModelKey = (): string => `uuid:${randomUUID()}`;
