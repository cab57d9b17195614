import { ERROR_CODES, type ErrorCode } from '../../envelope/error-code.ts';
import type { Chapter } from '../../envelope/standard.ts';
import type { BusinessCodes } from './business-codes.ts';
import { MESSAGES, STATUSES, SUCCESS } from './reply-codes.ts';

/** What the interface document says beyond its operations: kinds of data, tokens, resending, statuses. */
export function createChapters({ resources, txcodes }: BusinessCodes): readonly Chapter[] {
  const txcodeOf = (name: string) =>
    [...txcodes].flatMap(([code, resource]) => (resource === name ? [code] : [])).join('、');
  return [
    {
      title: '数据类别',
      table: {
        head: ['resourceIdentifier', 'txcode', '名称', '数据结构'],
        rows: [...resources].map(([name, { title, table }]) => [
          name,
          txcodeOf(name) || '—',
          title,
          table ? `表${table}` : '平台自定义',
        ]),
      },
    },
    {
      title: '访问令牌',
      paragraphs: [
        '以appid和secret（AppSecret）换取access_token，在expires_in秒内有效。宜用POST，使密钥不出现在地址中；查询参数不写入任何日志。',
        '令牌可写在参数access_token、查询参数access_token或请求头Authorization: Bearer中，三者取一。出示客户端证书换取的令牌只能与该证书一起使用。更换secret时，以旧secret换取的令牌最迟在旧secret失效时失效；账号停用后，此前的令牌全部失效。',
        'appid或secret有误、账号停用或过期、来源不在允许范围内，应答一律相同，不说明是哪一种；同一appid、同一来源连续多次（默认3次）错误后，一段时间（默认24小时）内即使secret正确也不予校验，应答仍相同，请与平台联系解除。已取得的令牌不受影响。',
      ],
    },
    {
      title: '数据与重发',
      paragraphs: [
        'addObjects与syndata：主键不存在则新增，同一来源再次上传则更新或不变；updateObjects按主键修改；deleteObjects按主键逻辑删除，可只发送主键。一条记录只有一个数据来源（一数一源）。',
        '更新和修改（包括updateObjects）都以发送的记录整条替换原记录，未发送的数据项不再保留，因此每次须发送完整记录。',
        '一次请求的记录要么全部写入，要么全部不写入；errors逐条列出出错的记录。',
        '编号、证件号、电话均按文本处理；表中的名称与拼写（如aeraCode、delDate）照原文，同时接受正确的拼写；表外的数据项予以接收，并在warnings中提示。',
        '数据传输流水序列号在同一地址（接口、分布式存储标识、资源）下唯一：相同序列号、相同内容重发，返回首次的应答，不重复写入；相同序列号、不同内容则拒绝。syndata的serialnumber可省略。',
        'updateMethod为full时，本单位以前上传、此次未包含的记录标记为删除。',
      ],
    },
    {
      title: '附件',
      paragraphs: [
        '以multipart/form-data上传一个文件，应答的url是文件的完整地址，照填入fileName（表B.7注），多个地址以“,”隔开。文本文件须为UTF-8编码。',
        '记录中指向本平台、但文件不存在（或不是本单位上传）的地址，数据照常接收并在warnings中提示；其他网站的地址原样保存，不作检查。未被任何记录引用的文件到期清理。',
      ],
    },
    {
      title: '授权',
      paragraphs: [
        '按数据类别和动作授权：01新增（addObjects、syndata）、02修改、03删除、04查询、05上传附件；附件的类别为attachment。',
      ],
    },
    { title: '返回状态', table: { head: ['status', '含义', '代码'], rows: statusRows() } },
  ];
}

function statusRows(): string[][] {
  const failures = Object.entries(STATUSES).map(([code, status]) => [
    status,
    MESSAGES[code as ErrorCode] ?? ERROR_CODES[code as ErrorCode].message,
    code,
  ]);
  return [[SUCCESS, '成功（查询为success）', ''], ...failures];
}
