import { resolve } from 'node:path';
import { z } from 'zod';
import { FILE_LIMITS } from '../../record-files/record-file.ts';
import { readTemplate, TEMPLATE_FORM } from './name-template.ts';

const MIB = 1024 * 1024;
const text = (description: string) => z.string().min(1).meta({ description });
const number = (minimum: number, maximum: number, fallback: number, description: string) =>
  z.number().min(minimum).max(maximum).default(fallback).meta({ description });
const whole = (minimum: number, maximum: number, fallback: number, description: string) =>
  z.int().min(minimum).max(maximum).default(fallback).meta({ description });

const watchedFolder = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,32}$/, { error: '1 to 32 letters, digits, _ or -' })
      .meta({ description: '1 to 32 letters, digits, `_`, `-`. Keep it: it is part of the ids of messages' }),
    folder: z.string().min(1).meta({
      path: true,
      folder: true,
      description: 'The folder, which must be there; what lies below it is made where it is missing',
    }),
    standard: text('The standard that the files speak; a service of it must be configured'),
    operation: text(
      'What a file asks for unless its head names another operation; not needed where the standard has only one with records',
    ).optional(),
    members: z.record(z.string().min(1), z.string()).default({}).meta({
      description: 'Members that every message has, by name; a head may repeat them, not contradict',
    }),
    fileName: z
      .string()
      .refine((template) => readTemplate(template) !== undefined, { error: TEMPLATE_FORM })
      .optional()
      .meta({ description: 'What names of files look like, and which members stand in them' }),
    application: z.string().min(1).max(64).optional().meta({
      description:
        'The application whose files these are; without it each file proves its sender by its head',
    }),
    pollSeconds: number(0.05, 3600, 5, 'Seconds between two looks'),
    quietSeconds: number(
      0,
      86_400,
      10,
      'How long size and time of a file must have stayed the same before it is taken',
    ),
    fileBytes: whole(64, 256 * MIB, FILE_LIMITS.bytes, 'Bytes of one file'),
    concurrency: whole(1, 64, 4, 'Files at a time'),
    keepDays: whole(
      0,
      36_500,
      30,
      'Days after which archived files and answers are removed; 0 keeps them for ever',
    ),
  })
  .refine(
    ({ members, fileName }) =>
      fileName === undefined ||
      !(readTemplate(fileName)?.members ?? []).some((name) => Object.hasOwn(members, name)),
    { path: ['fileName'], error: 'other members than those of `members`' },
  );

/** The part `channels.file` of the configuration: the folders to watch. */
export const fileSettings = z
  .array(watchedFolder)
  .min(1)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
    error: 'a name of its own for each folder',
  })
  .refine((all) => new Set(all.map(({ folder }) => resolve(folder))).size === all.length, {
    error: 'a place of its own for each folder',
  });

export type FileSettings = Readonly<z.output<typeof fileSettings>>;
export type FolderSettings = FileSettings[number];
