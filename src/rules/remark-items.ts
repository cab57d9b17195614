import type { Item } from '../envelope/envelope.ts';
import type { RuleFile } from './rule-file.ts';
import { tameName } from './tame-name.ts';

/** Unknown names that are told of. */
const MOST_TOLD = 20;

/** What passed but should be mended, in Chinese, each thing once a batch. */
export type Remarks = (items: readonly Item[]) => readonly string[];

/** Makes the remarks of a rule file (`x-placeholders`, `x-warn`, `x-unknown`); undefined where it has none to make. */
export function createRemarks(file: RuleFile): Remarks | undefined {
  const spellings = Object.entries(file['x-spellings']);
  const remarks = [
    ...valueRemarks(file).map((remark) => remarkOn(remark, spellings)),
    ...(file['x-unknown'] === undefined ? [] : [strangeNames(file)]),
  ];
  return remarks.length === 0 ? undefined : (items) => remarks.flatMap((remark) => remark(items));
}

/** A value of one member that is worth a word. */
interface ValueRemark {
  readonly name: string;
  readonly applies: (value: string) => boolean;
  readonly message: string;
}

function valueRemarks(file: RuleFile): readonly ValueRemark[] {
  const label = (name: string) => `${file.properties[name]!.title}(${name})`;
  const placeholders = Object.entries(file['x-placeholders']).map(([name, texts]) => ({
    name,
    applies: (value: string) => texts.includes(value),
    message: `${label(name)}为占位文字，按未填写处理`,
  }));
  const doubtful = Object.entries(file['x-warn']).map(([name, { pattern, description }]) => {
    const expression = new RegExp(pattern, 'u');
    return {
      name,
      applies: (value: string) => expression.test(value),
      message: `${label(name)}${description}`,
    };
  });
  return [...placeholders, ...doubtful];
}

function remarkOn({ name, applies, message }: ValueRemark, spellings: [string, string][]): Remarks {
  const names = [name, ...spellings.flatMap(([other, wireName]) => (wireName === name ? [other] : []))];
  const isMet = ({ value }: Item) => names.some((one) => isText(value[one]) && applies(value[one]));
  return (items) => {
    const first = items.findIndex(isMet);
    if (first < 0) return [];
    if (items.length === 1) return [message];
    const count = items.filter(isMet).length;
    return [`${message}（第${first + 1}条${count > 1 ? `等${count}条` : ''}）`];
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Warns once of each member that the file does not know. */
function strangeNames(file: RuleFile): Remarks {
  const known = new Set([...Object.keys(file.properties), ...Object.keys(file['x-spellings'])]);
  return (items) => {
    const names = new Set<string>();
    for (const { value } of items) {
      for (const name of Object.keys(value)) if (!known.has(name) && names.size <= MOST_TOLD) names.add(name);
    }
    const told = [...names].slice(0, MOST_TOLD);
    const warnings = told.map((name) => `${tameName(name)}不是本类数据的数据项，已原样保存`);
    return names.size > MOST_TOLD ? [...warnings, `其余不属于本类数据的数据项未一一列出`] : warnings;
  };
}
