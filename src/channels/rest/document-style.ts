import { html } from './html.ts';

/** The style of the interface document: system typefaces, readable on a screen, on A4 and in the dark. */
export const DOCUMENT_STYLE = html`
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6775; --line: #d8dee6; --shade: #f4f6f9; --mark: #0b5cad; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e3e8ee; --soft: #9aa7b5; --line: #364150; --shade: #1f2833; --mark: #7db8f5; --paper: #151b23; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.5rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.7 "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
header { border-bottom: 3px solid var(--mark); padding-bottom: 1rem; }
h1 { margin: 0 0 .25rem; font-size: 1.9rem; line-height: 1.3; }
header p { margin: 0; color: var(--soft); }
nav ol { columns: 2; column-gap: 2rem; padding-left: 1.4rem; }
a { color: var(--mark); text-decoration: none; }
a:hover { text-decoration: underline; }
h2 { margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); font-size: 1.35rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; }
p { margin: .5rem 0; }
table { width: 100%; margin: .75rem 0; border-collapse: collapse; font-size: .9rem; }
th, td { padding: .45rem .6rem; border: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: var(--shade); white-space: nowrap; }
code { font-family: ui-monospace, "Cascadia Mono", Consolas, monospace; font-size: .92em; }
td:first-child code { white-space: nowrap; }
@media (max-width: 40rem) { nav ol { columns: 1; } table { display: block; overflow-x: auto; } }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --line: #999; --shade: #eee; --mark: #000; --paper: #fff; }
  @page { size: A4; margin: 18mm 15mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
}
`;
