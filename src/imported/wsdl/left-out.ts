import { DescriptionError } from '../imported-service.ts';

/** Why an operation of a description is not offered; the others are. */
export class LeftOut extends Error {}

/** A reference to what no document defines: whatever needs it cannot be called. */
export class UndefinedName extends DescriptionError {}
