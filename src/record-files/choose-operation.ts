import { ExchangeError } from '../envelope/exchange-error.ts';
import type { FileForm, Operation } from '../envelope/operation.ts';

/** The name that chooses the operation in a head; it is no member. */
export const OPERATION = 'operation';

interface Offer {
  readonly service: { readonly operations: readonly Operation[] };
  /** The operation, unless the head names another. */
  readonly operation: string;
}

type Choice =
  | { readonly operation: string; readonly error?: undefined }
  | { readonly operation?: undefined; readonly error: ExchangeError };

/** The operation that the head names, else the one that is told with the file; only those that files can carry. */
export function chooseOperation(head: ReadonlyMap<string, string>, origin: Offer): Choice {
  const operation = head.get(OPERATION) || origin.operation;
  if (formOf(origin.service, operation) !== undefined) return { operation };
  const offered = origin.service.operations.filter(({ inFiles }) => inFiles !== undefined);
  const names = offered.map(({ name, title }) => `${name}（${title}）`).join('、');
  const message = `报文头的${OPERATION}应为文件可用的操作：${names || '此接口没有'}`;
  return { error: new ExchangeError('UNKNOWN_OPERATION', { message }) };
}

/** How messages of an operation stand in a file, if they can. */
export function formOf(
  { operations }: { readonly operations: readonly Operation[] },
  name: string,
): FileForm | undefined {
  return operations.find((operation) => operation.name === name)?.inFiles;
}
