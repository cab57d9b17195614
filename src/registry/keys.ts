import { randomUUID } from 'node:crypto';

/** The form in which keys compare: without regard to case. */
export const foldKey = (key: string): string => key.toLowerCase();

/** A new businessKey, serviceKey or bindingKey. */
export const newKey = (): string => randomUUID();

/** A new tModelKey; UDDI 2.0 writes them with `uuid:`. */
export const newTModelKey = (): string => `uuid:${randomUUID()}`;
