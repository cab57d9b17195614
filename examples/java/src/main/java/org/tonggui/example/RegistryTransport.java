package org.tonggui.example;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.uddi4j.transport.TransportBase;
import org.uddi4j.transport.TransportException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * How UDDI4J reaches a registry by the JDK's own HTTP client, so that it needs neither Axis 1 nor Apache SOAP. Where an
 * inquiry needs a token too, which UDDI 2.0 has no element for, it travels as an HTTP header.
 */
final class RegistryTransport extends TransportBase {
  private static final String BEFORE =
      "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>";
  private static final String AFTER = "</soap:Body></soap:Envelope>";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private String token;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** From now on, messages say that they come from this token's publisher. */
  void signIn(String token) {
    this.token = token;
  }

  /** Sends a message and answers what stands in the Body: the answer, or the Fault that UDDI4J throws. */
  @Override
  public Element send(Element message, URL address) throws TransportException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address.toURI())
              .timeout(TIMEOUT)
              .header("Content-Type", "text/xml; charset=utf-8")
              .header("SOAPAction", "\"\"")
              .POST(HttpRequest.BodyPublishers.ofString(BEFORE + write(message) + AFTER));
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      byte[] answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body();
      return contentOf(answer);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new TransportException(stopped);
    } catch (Exception failed) {
      throw new TransportException(failed);
    }
  }

  private static String write(Element message) throws Exception {
    Transformer writer = TransformerFactory.newInstance().newTransformer();
    writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter text = new StringWriter();
    writer.transform(new DOMSource(message), new StreamResult(text));
    return text.toString();
  }

  private static Element contentOf(byte[] answer) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    DocumentBuilder reader = factory.newDocumentBuilder();
    Element envelope = reader.parse(new ByteArrayInputStream(answer)).getDocumentElement();
    Node body = envelope.getElementsByTagNameNS(envelope.getNamespaceURI(), "Body").item(0);
    for (Node node = body.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        return element;
      }
    }
    throw new TransportException("the Body is empty");
  }
}
