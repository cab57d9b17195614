import { createClientAsync } from 'soap';
import type { Answer, Request } from './message.ts';
import type { Settings } from './settings.ts';

/** One way to the gateway: the same six members out, the same answer back. */
export interface Wire {
  readonly name: string;
  send(request: Request): Promise<Answer>;
}

/**
 * REST: the members as JSON. `busilist` goes as text, so `datalist` comes back as text, and what is signed
 * is exactly what was read.
 */
export function rest(settings: Settings): Wire {
  return {
    name: 'REST',
    async send(request) {
      const response = await fetch(settings.exchange, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      return (await response.json()) as Answer;
    },
  };
}

/** SOAP by node-soap, which reads everything but the envelope version from the served WSDL. */
export async function soap(settings: Settings, version: '1.1' | '1.2'): Promise<Wire> {
  const client = await createClientAsync(settings.wsdl, { forceSoap12Headers: version === '1.2' });
  client.setEndpoint(settings.exchange);
  return {
    name: `SOAP ${version}`,
    async send(request) {
      try {
        const [answer] = await client['exchangeAsync'](request);
        return answer;
      } catch (error) {
        return readFault(error);
      }
    },
  };
}

/** node-soap throws Faults; the gateway's own facts are in the detail, `detail` in 1.1 and `Detail` in 1.2. */
function readFault(error: unknown): Answer {
  const fault = (error as SoapFaultError).root?.Envelope?.Body?.Fault;
  const facts = (fault?.detail ?? fault?.Detail)?.exchangeFault;
  if (!facts) throw error;
  const { code, message: _, ...answer } = facts;
  return { ...answer, fault: code };
}

interface FaultFacts extends Answer {
  readonly code: string;
  readonly message: string;
}

interface SoapFaultError {
  readonly root?: {
    readonly Envelope?: {
      readonly Body?: {
        readonly Fault?: {
          readonly detail?: { readonly exchangeFault?: FaultFacts };
          readonly Detail?: { readonly exchangeFault?: FaultFacts };
        };
      };
    };
  };
}
