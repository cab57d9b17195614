package org.tonggui.example;

import java.net.URI;
import java.net.URL;
import org.uddi4j.UDDIElement;
import org.uddi4j.client.UDDIProxy;
import org.uddi4j.transport.TransportException;
import org.w3c.dom.Element;

/** UDDI4J over {@link RegistryTransport}, whose factory would make a transport that nobody can tell a token. */
final class RegistryProxy extends UDDIProxy {
  private final RegistryTransport transport = new RegistryTransport();
  private final URL inquiry;
  private final URL publish;

  RegistryProxy(String gateway) throws Exception {
    inquiry = URI.create(gateway + "/uddi/inquiry").toURL();
    publish = URI.create(gateway + "/uddi/publish").toURL();
  }

  /** Gets a token, which every further message carries. */
  String signIn(String publisher, String credential) throws Exception {
    String token = get_authToken(publisher, credential).getAuthInfoString();
    transport.signIn(token);
    return token;
  }

  @Override
  public Element send(UDDIElement message, boolean asks) throws TransportException {
    return transport.send(message, asks ? inquiry : publish);
  }

  @Override
  public Element send(Element message, boolean asks) throws TransportException {
    return transport.send(message, asks ? inquiry : publish);
  }
}
