import { z } from 'zod';

export const MIB = 1024 * 1024;

export const text = (description: string) => z.string().min(1).meta({ description });

/** A file or folder; a relative one is taken from the folder of the configuration file. */
export const path = (description: string) => z.string().min(1).meta({ description, path: true });

export const whole = (minimum: number, maximum: number, fallback: number, description: string) =>
  z.int().min(minimum).max(maximum).default(fallback).meta({ description });

/** A part of the file that may be left out: its settings all have defaults or may be absent. */
export const group = <Part extends z.ZodObject>(part: Part, description: string) =>
  part.prefault({} as z.input<Part>).meta({ description });
