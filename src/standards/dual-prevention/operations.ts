import { z } from 'zod';
import type { Operation } from '../../envelope/operation.ts';
import type { TableForm } from '../../envelope/table-form.ts';
import { PATTERN_TEXTS, PATTERNS, SERVLET } from './members.ts';

const text = (form: keyof typeof PATTERNS, title: string, description: string) =>
  z.string().regex(PATTERNS[form]).meta({ title, description, 'x-form': PATTERN_TEXTS[form] });
/** As a file of records: its rows are the data, its head the address. */
const rows = { rows: 'data', id: 'serialnumber' } as const;
const plain = (title: string, description: string) => z.string().meta({ title, description });
const list = z.union([z.array(z.record(z.string(), z.unknown())), z.string()]);

const token = {
  access_token: plain(
    '访问令牌',
    'A.3.3：token接口返回的访问令牌；也可写在请求头Authorization: Bearer中，REST还可写在查询参数access_token中',
  ).optional(),
};
const address = {
  serialnumber: text(
    'serialnumber',
    '数据传输流水序列号',
    '4.5.1：同一地址下唯一；以相同序列号和内容重发不会重复写入',
  ),
  distributedStorageIdentifier: text(
    'distributedStorageIdentifier',
    '分布式存储标识',
    '4.5.1：由平台与提供单位约定',
  ),
  resourceIdentifier: text('resourceIdentifier', '资源唯一标识符', '4.5.1：数据类别，见“数据类别”一章'),
};
const data = {
  data: list.meta({ title: '数据', description: 'A.3.3、C.1：JSON对象数组或其文本，须含主键' }),
};
const wholeRecords = {
  data: list.meta({
    title: '数据',
    description: 'C.4：完整记录的JSON对象数组或其文本，须含主键；整条替换原记录，未发送的数据项不再保留',
  }),
};
const update = {
  updateMethod: text(
    'updateMethod',
    '更新方法',
    '5.1：increment增量（默认）、full全量；全量时本单位未包含在内的记录标记为删除',
  ).optional(),
};

const period = 'YYYY-MM-DD或YYYY-MM-DD HH:mm:ss；仅限平台自定义且有时间戳的数据类别，表B.3至表B.11不可用';

const status = plain('状态', 'C.2：0表示成功，其余见“返回状态”一章');
const err = plain('错误描述', 'C.2：成功时为空');
const errors = z
  .union([z.array(z.record(z.string(), z.unknown())), z.string()])
  .optional()
  .meta({
    title: '错误明细',
    description:
      '出错的记录序号（index，从0开始）、主键（key）、数据项（member）、规则（rule）、说明（message）',
  });
const warnings = z
  .union([z.array(z.string()), z.string()])
  .optional()
  .meta({ title: '提示', description: '数据已接收，但宜改正之处；没有时不返回' });

const changed = z.object({ status, err, warnings, errors });
const refused = { status: status.optional(), err: err.optional(), errors };

const tokenInput = z.object({
  appid: text('appid', '唯一凭证', 'A.1：平台分配的appid'),
  secret: plain('密钥', 'A.1：平台分配的AppSecret'),
});
const tokenOutput = z.object({
  access_token: plain('访问令牌', 'A.2').optional(),
  expires_in: z.int().optional().meta({ title: '有效期', description: '访问令牌的有效秒数' }),
  ...refused,
});

const objects = (interfaceIdentifier: string) =>
  `/${interfaceIdentifier}/{serialnumber}/{distributedStorageIdentifier}/{resourceIdentifier}`;

/** Every call that the text offers, in its order; files are its "数据中台文件上传接口" (B.7), which it leaves open. */
export const OPERATIONS = {
  token: {
    name: 'token',
    title: '获取访问令牌',
    clause: 'A.2',
    http: { method: 'GET', path: `${SERVLET}/token` },
    soap: true,
    input: tokenInput,
    output: tokenOutput,
  },
  requestToken: {
    name: 'requestToken',
    title: '获取访问令牌（密钥不写入地址）',
    clause: 'A.2',
    http: { method: 'POST', path: `${SERVLET}/token` },
    soap: false,
    input: tokenInput,
    output: tokenOutput,
  },
  syndata: {
    name: 'syndata',
    title: '数据新增或更新',
    clause: 'A.3',
    http: { method: 'POST', path: `${SERVLET}/syndata` },
    soap: true,
    inFiles: rows,
    input: z.object({
      ...token,
      txcode: text('txcode', '交易代码', 'A.3.4、表A.1'),
      ...data,
      serialnumber: address.serialnumber.optional(),
      ...update,
    }),
    output: changed,
  },
  addObjects: {
    name: 'addObjects',
    title: '批量增加信息',
    clause: 'C.2',
    http: { method: 'POST', path: objects('addObjects'), list: 'data' },
    soap: true,
    inFiles: rows,
    input: z.object({ ...address, ...token, ...data, ...update }),
    output: changed,
  },
  // C.1's sample calls it so; whoever copied that from the text is understood.
  addoObjects: {
    name: 'addoObjects',
    title: '批量增加信息（C.1示例的拼写，同addObjects）',
    clause: 'C.1',
    http: { method: 'POST', path: objects('addoObjects'), list: 'data' },
    soap: false,
    input: z.object({ ...address, ...token, ...data, ...update }),
    output: changed,
  },
  deleteObjects: {
    name: 'deleteObjects',
    title: '批量删除信息',
    clause: 'C.3',
    http: { method: 'POST', path: objects('deleteObjects'), list: 'data' },
    soap: true,
    inFiles: rows,
    input: z.object({ ...address, ...token, ...data }),
    output: changed,
  },
  updateObjects: {
    name: 'updateObjects',
    title: '批量修改信息',
    clause: 'C.4',
    http: { method: 'POST', path: objects('updateObjects'), list: 'data' },
    soap: true,
    inFiles: rows,
    input: z.object({ ...address, ...token, ...wholeRecords }),
    output: changed,
  },
  getObjects: {
    name: 'getObjects',
    title: '查询信息',
    clause: '4.5.2、C.1',
    http: { method: 'GET', path: objects('getObjects') },
    soap: true,
    inFiles: { id: 'serialnumber', answer: ['data'] },
    // What else a question holds are members of the records asked for.
    input: z
      .object({
        ...address,
        ...token,
        region: plain(
          '行政区划',
          'GB/T 2260代码，含下级；限有行政区划的数据类别：表B.3单位基本信息（以代码填写aeraCode的记录）和平台自定义的类别',
        ).optional(),
        beginTime: plain('开始时间', period).optional(),
        endTime: plain('结束时间', period).optional(),
        pageno: plain('页码', '从1开始').optional(),
        pagesize: plain('每页记录数', '默认并且最多为平台限制的记录数').optional(),
        cursor: plain('游标', '上一页应答中的cursor').optional(),
        criteria: plain(
          '其他条件',
          '主键或已索引数据项等于给定值，JSON对象文本；REST也可直接写为查询参数，如riskNo=2212162050157975',
        ).optional(),
      })
      .catchall(z.string()),
    output: z.object({
      url: plain('资源地址', 'C.1').optional(),
      ineterfaceIdentifier: plain('接口唯一标识', 'C.1，名称照原文').optional(),
      label: plain('接口名称', 'C.1').optional(),
      items_url: plain('数据地址', 'C.1').optional(),
      status: plain('状态', 'C.1：success表示成功；失败时同其他接口'),
      data: list.optional().meta({ title: '数据', description: 'C.1：记录的JSON数组' }),
      pageno: z.int().optional().meta({ title: '页码' }),
      pagesize: z.int().optional().meta({ title: '每页记录数' }),
      total: z.int().optional().meta({ title: '记录总数' }),
      cursor: plain('游标', '还有下一页时返回').optional(),
      err: err.optional(),
      errors,
    }),
  },
  upload: {
    name: 'upload',
    title: '附件上传',
    clause: '表B.7注',
    http: { method: 'POST', path: `${SERVLET}/upload` },
    soap: false,
    input: z.object({
      ...token,
      file: z.string().meta({ title: '附件', description: 'multipart/form-data中的文件', format: 'binary' }),
    }),
    output: z.object({
      status,
      err,
      url: plain('文件地址', '表B.7注：文件的完整地址，填入fileName').optional(),
      errors,
    }),
  },
  file: {
    name: 'file',
    title: '附件下载',
    clause: '表B.7注',
    http: { method: 'GET', path: `${SERVLET}/file/{id}` },
    soap: false,
    input: z.object({ id: text('id', '文件标识', '上传时返回的文件地址的末段'), ...token }),
    output: z.object(refused),
  },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof OPERATIONS;

/** 4.4.1, 4.6: a table stands for a resource, its database is the storage. */
export const IN_TABLES: TableForm = {
  changes: {
    I: { operation: 'addObjects' },
    U: { operation: 'updateObjects' },
    D: { operation: 'deleteObjects' },
  },
  full: { operation: 'addObjects', members: { updateMethod: 'full' } },
  kind: 'resourceIdentifier',
  source: 'distributedStorageIdentifier',
};
