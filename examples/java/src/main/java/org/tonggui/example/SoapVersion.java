package org.tonggui.example;

/** The WSDL has one port for each version of the envelope. */
public enum SoapVersion {
  SOAP_11,
  SOAP_12
}
