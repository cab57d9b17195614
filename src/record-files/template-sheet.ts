import type { Sheet } from './record-file.ts';

/** A member of a record as a column for people. */
export interface TemplateColumn {
  readonly name: string;
  /** Chinese. */
  readonly title: string;
  readonly required: boolean;
  /** The only values that it may have. */
  readonly values?: readonly string[];
}

/** What a column is called for people; whoever reads it finds the member by its title or, in brackets, its name. */
export function columnTitle({ name, title }: Pick<TemplateColumn, 'name' | 'title'>): string {
  return title === name ? name : `${title}（${name}）`;
}

/**
 * An empty table to be filled in: remarks, perhaps the head of the message, then the columns by their Chinese titles, `*`
 * in front of those that every record must have. XML has neither remarks nor columns: this is for csv, txt and xlsx.
 */
export function templateSheet(
  title: string,
  columns: readonly TemplateColumn[],
  head: Sheet['head'] = [],
): Sheet {
  const required = columns.filter((column) => column.required).map((column) => column.title);
  const remarks = [
    `${title}：每行一条记录，列名行之前“# ”开头的说明行可以保留`,
    `必填（列名前有*）：${required.join('、')}`,
    ...columns.flatMap((column) =>
      column.values ? [`${column.title}可填：${column.values.join('、')}`] : [],
    ),
  ];
  return {
    remarks,
    head,
    columns: columns.map((column) => `${column.required ? '*' : ''}${columnTitle(column)}`),
    rows: [],
  };
}
