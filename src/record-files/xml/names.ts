/** The names of a file of records in XML. */
export const ROOT = 'message';
export const HEAD = 'head';
export const RECORDS = 'records';
export const RECORD = 'record';
/** Stands for a member whose name is no XML name; its attribute tells the name. */
export const MEMBER = 'member';
export const NAME = 'name';
