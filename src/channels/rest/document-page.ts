import type { HttpReply, MountedService } from '../../envelope/http-channel.ts';
import type { Operation } from '../../envelope/operation.ts';
import type { Chapter } from '../../envelope/standard.ts';
import { operationPath } from '../../http/find-operation.ts';
import { DOCUMENT_STYLE } from './document-style.ts';
import { type Html, html, table } from './html.ts';
import { MEMBER_HEAD, memberRows } from './member-rows.ts';
import { operationSchema } from './operation-schema.ts';
import { type DefinitionTable, StructureTables } from './structure-tables.ts';
import { toldErrors } from './told-errors.ts';

interface Section {
  readonly title: string;
  readonly content: Html;
}

const KIND_TEXTS = {
  transport: '始终以此HTTP状态应答；SOAP为Fault',
  format: 'REST按标准应答；SOAP为Fault',
  authentication: 'REST按标准应答；SOAP为Fault',
  refusal: '按标准应答',
  failure: '始终以此HTTP状态应答；SOAP为Fault',
} as const;

/** The interface document (S2 6.5.1) as one page that needs nothing else; there is no variant of it. */
export function documentReply(service: MountedService, variant: string): HttpReply | undefined {
  if (variant !== '') return undefined;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
    },
    body: documentPage(service),
  };
}

/** Bears a version and no date: the same service always gives the same document. */
export function documentPage(service: MountedService): string {
  const tables = new StructureTables();
  const sections = [
    { title: '接口地址与协议', content: addresses(service) },
    ...service.operations.map((operation) => operationSection(service, operation, tables)),
    ...definitionSections(tables.definitions()),
    ...service.chapters.map(chapterSection),
    { title: '错误代码', content: errors(service) },
  ];
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${service.title} 接口文档 ${service.version}</title>
<style>${DOCUMENT_STYLE}</style>
</head>
<body>
<header>
<h1>${service.title}</h1>
<p>接口文档　版本 ${service.version}</p>
</header>
<nav aria-label="目录"><ol>
${sections.map(({ title }, index) => html`<li><a href="#s${String(index + 1)}">${title}</a></li>\n`)}</ol></nav>
<main>
${sections.map(renderSection)}</main>
</body>
</html>
`.html;
}

function renderSection({ title, content }: Section, index: number): Html {
  const number = String(index + 1);
  return html`<section>
<h2 id="s${number}">${number}　${title}</h2>
${content}
</section>
`;
}

function addresses(service: MountedService): Html {
  const soap = service.operations.some((operation) => operation.soap);
  const { url } = service;
  return html`<p>接口地址：<code>${url}</code></p>
<p>报文一律采用UTF-8编码。同一地址按请求的Content-Type区分协议，应答与请求的协议相同。</p>
${table(
  ['协议', 'Content-Type', '描述文件'],
  [
    ['REST（JSON）', 'application/json', link(`${url}?openapi`)],
    ...(soap
      ? [
          ['SOAP 1.2', 'application/soap+xml', link(`${url}?wsdl`)],
          ['SOAP 1.1', 'text/xml', link(`${url}?wsdl=soap11`)],
        ]
      : []),
  ],
)}`;
}

function link(url: string): Html {
  return html`<a href="${url}"><code>${url}</code></a>`;
}

function operationSection(service: MountedService, operation: Operation, tables: StructureTables): Section {
  const head = [...MEMBER_HEAD];
  const { structure } = operation;
  const [input, output] = structure
    ? [tables.rows(structure.input), tables.rows(structure.output)]
    : [memberRows(operationSchema(operation.input)), memberRows(operationSchema(operation.output))];
  return {
    title: `${operation.title}（${operation.name}）`,
    content: html`<p>依据：${operation.clause}</p>
<p>REST：<code>${operation.http.method} ${operationPath(service, operation)}</code></p>
<h3>请求参数</h3>
${table(head, input, true)}
<h3>响应参数</h3>
${table(head, output, true)}`,
  };
}

/** What structured members are made of, where several share it. */
function definitionSections(definitions: readonly DefinitionTable[]): readonly Section[] {
  if (definitions.length === 0) return [];
  const content = definitions.map(
    ({ name, title, rows }) => html`<h3>${name}</h3>
${title === '' ? '' : html`<p>${title}</p>`}
${table([...MEMBER_HEAD], rows, true)}
`,
  );
  return [{ title: '数据结构', content: html`${content}` }];
}

function chapterSection({ title, paragraphs = [], table: rows }: Chapter): Section {
  return {
    title,
    content: html`${paragraphs.map((text) => html`<p>${text}</p>\n`)}${rows ? table(rows.head, rows.rows) : ''}`,
  };
}

function errors(service: MountedService): Html {
  const soap = service.operations.some((operation) => operation.soap);
  const structured = service.operations.some(({ structure }) => structure);
  const statuses = structured
    ? '失败应答一律采用表中的HTTP状态。'
    : '失败应答的HTTP状态默认为200；约定“语义化状态”的应用，以及注明“始终”的错误，采用表中的HTTP状态。';
  return html`<p>${statuses}</p>
${table(
  ['代码', 'HTTP状态', '含义', '应答方式'],
  toldErrors(soap, service.messages).map(({ code, status, message, kind }) => [
    code,
    String(status),
    message,
    // A structured answer has no members for a "no" of its own.
    structured ? KIND_TEXTS.transport : KIND_TEXTS[kind],
  ]),
  true,
)}`;
}
