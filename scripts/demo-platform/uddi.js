// A provider's own registration: UDDI 2.0 messages as any client would send them, SOAP 1.1 by hand.

/** Sends one message to the publication address; the text of the answer. */
async function send(base, message) {
  const response = await fetch(`${base}/uddi/publish`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${message}</Body></Envelope>`,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the registry refuses: ${text}`);
  return text;
}

/** get_authToken. */
export async function authToken(base, userID, cred) {
  const message = `<get_authToken generic="2.0" xmlns="urn:uddi-org:api_v2" userID="${userID}" cred="${cred}"/>`;
  return /<authInfo>([^<]+)<\/authInfo>/.exec(await send(base, message))[1];
}

/** save_business with one service and its access point; the service's key. */
export async function saveBusiness(base, authInfo, { business, service, url, categories }) {
  const bag = categories
    .map(([key, name, value]) => `<keyedReference tModelKey="${key}" keyName="${name}" keyValue="${value}"/>`)
    .join('');
  const message = `<save_business generic="2.0" xmlns="urn:uddi-org:api_v2"><authInfo>${authInfo}</authInfo>
    <businessEntity businessKey=""><name>${business}</name><businessServices><businessService serviceKey="">
      <name>${service}</name>
      <bindingTemplates><bindingTemplate bindingKey="">
        <accessPoint URLType="http">${url}</accessPoint><tModelInstanceDetails/>
      </bindingTemplate></bindingTemplates>
      <categoryBag>${bag}</categoryBag>
    </businessService></businessServices></businessEntity></save_business>`;
  return /serviceKey="([0-9a-fA-F-]{36})"/.exec(await send(base, message))[1];
}
