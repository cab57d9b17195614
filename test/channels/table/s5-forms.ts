import { resolve } from 'node:path';
import { tableForms } from '../../../src/cli/table-forms.ts';

/** The tables of S5's nine kinds of data, as `tonggui table init` makes them. */
export const S5_FORMS = tableForms({ builtin: resolve('src/standards/dual-prevention/rules') }, 's5');
