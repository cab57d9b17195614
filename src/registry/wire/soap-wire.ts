import { ExchangeError } from '../../envelope/exchange-error.ts';
import type { HttpRequest } from '../../envelope/http-channel.ts';
import { attributeOf, type XmlElement } from '../../text/xml-element.ts';
import { UddiError } from '../uddi-error.ts';
import { dispositionOf } from './disposition.ts';
import { UDDI_NAMESPACE } from './form.ts';
import { type Api, findMessage, type MessageName } from './message-forms.ts';
import { readEnvelope } from './read-envelope.ts';
import { readStructure } from './read-structure.ts';
import { SoapFault } from './soap-fault.ts';
import type { RegistryWire } from './wire.ts';
import { GENERIC, soapFaultReply, soapReply, uddiFaultReply, writeAnswer } from './write-reply.ts';

/** SOAP 1.1 at `/uddi/inquiry` or `/uddi/publish`, whose messages never stand in for each other's. */
export function createSoapWire(api: Api, operator: string): RegistryWire {
  return {
    name: 'soap11',
    read(request) {
      if (request.method !== 'POST') throw new ExchangeError('METHOD_NOT_ALLOWED');
      const payload = readEnvelope(request);
      const { name, form } = messageOf(payload, api);
      checkAction(request, name);
      const version = attributeOf(payload, '', 'generic');
      if (version !== GENERIC) throw unrecognized();
      const attributes = payload.attributes.filter(
        ({ namespace, local }) => namespace !== '' || local !== 'generic',
      );
      return { name, members: readStructure({ ...payload, attributes }, form.request) };
    },
    write: ({ name, content }) => soapReply(writeAnswer(name, content, operator)),
    refuse: (thrown) =>
      thrown instanceof SoapFault ? soapFaultReply(thrown) : uddiFaultReply(dispositionOf(thrown), operator),
  };
}

/** The expanded name of the Body's element decides. */
function messageOf({ namespace, local }: XmlElement, api: Api) {
  if (namespace !== UDDI_NAMESPACE) {
    throw namespace.startsWith('urn:uddi-org:api')
      ? unrecognized()
      : new UddiError('E_unsupported', `no message of the namespace ${UDDI_NAMESPACE}`);
  }
  const message = findMessage(local);
  if (message === undefined) throw new UddiError('E_unsupported', 'no message of UDDI 2.0 that is offered');
  if (message.form.api !== api) {
    throw new UddiError('E_unsupported', `${message.name} is sent to /uddi/${message.form.api}`);
  }
  return message;
}

/** SOAPAction may be missing or empty, but must not name another message: who filters by it would be deceived. */
function checkAction({ headers }: HttpRequest, name: MessageName): void {
  const action = (headers['soapaction'] ?? '').trim().replace(/^"(.*)"$/, '$1');
  if (action !== '' && action !== name) {
    throw new UddiError('E_fatalError', `SOAPAction does not name the message, which is ${name}`);
  }
}

function unrecognized(): UddiError {
  return new UddiError('E_unrecognizedVersion', `this is UDDI ${GENERIC}, namespace ${UDDI_NAMESPACE}`);
}
