const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that is safe to put into a page; only this file makes it, so no text gets in unescaped. */
export interface Html {
  readonly html: string;
}

export type HtmlPart = string | Html | readonly HtmlPart[];

/** A template whose literal parts are markup and whose values are texts, escaped, or markup made here. */
export function html(markup: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  return { html: markup.map((part, index) => part + render(values[index] ?? '')).join('') };
}

/** A table; its first column is set in a monospaced face when `codes` says that it holds names or codes. */
export function table(head: readonly string[], rows: readonly (readonly HtmlPart[])[], codes = false): Html {
  const cells = (row: readonly HtmlPart[]) =>
    row.map((cell, column) =>
      codes && column === 0 ? html`<td><code>${cell}</code></td>` : html`<td>${cell}</td>`,
    );
  return html`<table>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>
</table>`;
}

function render(part: HtmlPart): string {
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
  return 'html' in part ? part.html : part.map(render).join('');
}
