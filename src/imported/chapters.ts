import type { Operation } from '../envelope/operation.ts';
import type { Chapter } from '../envelope/standard.ts';
import type { ImportedService } from './imported-service.ts';

/** What the interface document says beyond the operations: proof, grants, resending, and what stands how in SOAP. */
export function createChapters(
  { operations }: ImportedService,
  business: string,
  token: Operation,
): readonly Chapter[] {
  return [
    {
      title: '身份认证',
      paragraphs: [
        '每次调用以HTTP Basic（Authorization: Basic，用户名为应用账号appid，密码为密钥secret，UTF-8编码）或访问令牌（Authorization: Bearer）证明身份，二者取一；SOAP客户端宜用HTTP Basic。',
        `以POST调用${token.name}，用appid和secret换取access_token，在expires_in秒内有效。更换secret或停用账号后，此前的令牌失效。`,
        '提供方自身的账号由平台保管，调用方不需要也得不到。',
      ],
    },
    {
      title: '授权',
      paragraphs: [`业务分类代码为${business}，动作为操作名。`],
      table: {
        head: ['操作', '名称', '是否只读'],
        rows: operations.map(({ name, title, safe }) => [name, title, safe ? '是' : '否']),
      },
    },
    {
      title: '重发',
      paragraphs: [
        '非只读操作可在请求头Idempotency-Key中给出不超过64个ASCII字符的唯一标识：相同标识、相同内容重发，返回首次的应答，不重复执行；相同标识、不同内容则拒绝。应答说明结果未知（如提供方超时）时，请先查询确认，再决定是否重发：提供方不识别此标识。',
      ],
    },
    {
      title: '数据格式',
      paragraphs: [
        '文本按文本处理，前导零、首尾空格原样保留；数值原样转交，不改变小数位数。REST为JSON；SOAP中数组的每一项为一个同名元素，没有项即没有元素，null为xsi:nil或没有元素。',
        '接口描述未约定结构的数据，在SOAP中为JSON文本。XML名称不允许的字符在元素名中写为_xHHHH_。',
        '脱敏的数据项以*遮盖；数值和布尔值为null。',
      ],
    },
    {
      title: '失败应答',
      paragraphs: [
        'REST应答{"code", "message", "errors"}，HTTP状态如“错误代码”；SOAP应答Fault，其Detail中为相同内容。PROVIDER开头的代码表示提供方或其网络的故障，message中为提供方的说明。',
      ],
    },
  ];
}
