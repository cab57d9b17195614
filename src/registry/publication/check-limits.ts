import { foldKey } from '../keys.ts';
import { TERM } from '../state/index-terms.ts';
import { UddiError } from '../uddi-error.ts';
import { assertionsOf } from './assertions.ts';
import type { Limits, Message } from './message.ts';

/** Refuses a message, once it is applied, that adds to what is beyond the publisher's limits. */
export function checkLimits(message: Message): void {
  const { edit, publisher } = message;
  for (const kind of ['business', 'tModel'] as const) {
    const of = kind === 'business' ? 'businesses' : 'tModels';
    if (message.limits[of] === undefined || edit.added(kind).length === 0) continue;
    within(
      message,
      of,
      edit.count(kind, TERM.owner + publisher, ({ owner }) => owner === publisher),
    );
  }
  if (message.limits.services !== undefined) checkServices(message);
  if (message.limits.bindings !== undefined) checkBindings(message);
  if (message.limits.assertions !== undefined && edit.added('assertion').length > 0) {
    within(message, 'assertions', assertionsOf(message).length);
  }
}

/** A service that moved counts as much as a new one. */
function checkServices(message: Message): void {
  const { edit } = message;
  for (const business of new Set(edit.changed('service').map(({ value }) => foldKey(value.businessKey)))) {
    const stands = ({ value }: { readonly value: { readonly businessKey: string } }) =>
      foldKey(value.businessKey) === business;
    within(message, 'services', edit.count('service', TERM.business + business, stands));
  }
}

function checkBindings(message: Message): void {
  for (const { value } of message.edit.changed('service')) {
    within(message, 'bindings', value.bindingTemplates?.length ?? 0);
  }
}

function within({ limits }: Message, of: keyof Limits, count: number): void {
  const most = limits[of] ?? Number.POSITIVE_INFINITY;
  if (count <= most) return;
  throw new UddiError('E_accountLimitExceeded', `this publisher may have no more than ${most} ${of}`);
}
