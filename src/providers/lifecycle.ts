import { isDeepStrictEqual } from 'node:util';
import { faulty } from '../access/faults.ts';
import type { Interface, InterfaceState, TestReport } from './interface.ts';
import type { InterfaceInput } from './interface-input.ts';
import type { ServiceFacts } from './service-facts.ts';

/** An interface after a step, but for when it was changed. */
export type Stepped = Omit<Interface, 'changedAt'>;

const refused = (message: string) => faulty([{ path: 'state', message }]);

/** Whether what answers is still what was written and what the registry says. */
export function needsTest(one: Interface, facts: ServiceFacts | undefined): boolean {
  const { proven, written } = one;
  if (!proven || !facts) return true;
  const named = { ...facts, name: proven.facts.name };
  return !isDeepStrictEqual(proven.settings, written) || !isDeepStrictEqual(proven.facts, named);
}

/** New settings: what was only tested is a draft again; what is enabled goes on as it was proved until the next test. */
export function changed(one: Interface, written: InterfaceInput): Stepped {
  if (one.state === 'retired') throw refused('retired: register a new version as a service of its own');
  const { proven, report, ...rest } = one;
  if (one.state === 'draft' || one.state === 'tested') return { ...rest, state: 'draft', written };
  return { ...rest, ...(proven && { proven }), ...(report && { report }), written };
}

/** After a test; one that fails leaves an enabled interface as it was. */
export function tested(one: Interface, report: TestReport, facts: ServiceFacts | undefined): Stepped {
  if (one.state === 'retired') throw refused('retired: it is tested no more');
  if (!report.passed || !facts) {
    const { proven, ...rest } = one;
    const first = one.state === 'draft' || one.state === 'tested';
    return { ...rest, ...(!first && proven && { proven }), state: first ? 'draft' : one.state, report };
  }
  const state: InterfaceState = one.state === 'draft' ? 'tested' : one.state;
  return { ...one, state, report, proven: { settings: one.written, facts } };
}

/** While it was stopped it lost its place before other sources to whoever was enabled. */
export function enabled(one: Interface, facts: ServiceFacts | undefined, now: string): Stepped {
  if (one.state === 'enabled') throw refused('enabled already');
  if (one.state === 'retired') throw refused('retired: register a new version as a service of its own');
  if (one.state === 'draft') throw refused('draft: it must pass its test first');
  if (needsTest(one, facts))
    throw refused('changed since its test, here or in the registry: test it again first');
  const { notice: _, ...rest } = one;
  return { ...rest, state: 'enabled', enabledAt: now };
}

export function stopped(one: Interface, notice: string): Stepped {
  if (one.state !== 'enabled') throw refused(`${one.state}: only an enabled interface can be stopped`);
  return { ...one, state: 'stopped', notice };
}

export function retired(one: Interface): Stepped {
  if (one.state === 'retired') throw refused('retired already');
  if (one.state === 'enabled') throw refused('enabled: stop it first, with a notice for its callers');
  return { ...one, state: 'retired' };
}
