/** Why an operation of a description is not offered; the others are. */
export class LeftOut extends Error {}
