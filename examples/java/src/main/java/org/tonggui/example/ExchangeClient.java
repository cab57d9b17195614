package org.tonggui.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.xml.ws.BindingProvider;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tonggui.example.stubs.Exchange;
import org.tonggui.example.stubs.ExchangeFaultMessage;
import org.tonggui.example.stubs.ExchangeResponse;
import org.tonggui.example.stubs.SpecialEquipmentPortType;
import org.tonggui.example.stubs.SpecialEquipmentService;

/** Composes signed requests, sends them by one version of SOAP and reads answers that prove genuine. */
public final class ExchangeClient {
  public static final String ADD = "01";
  public static final String MODIFY = "02";
  public static final String DELETE = "03";
  public static final String QUERY = "04";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Settings settings;
  private final Signer signer;
  private final SpecialEquipmentPortType port;

  public ExchangeClient(Settings settings, SoapVersion version) throws MalformedURLException {
    this.settings = settings;
    this.signer = Signer.of(settings);
    SpecialEquipmentService service =
        new SpecialEquipmentService(URI.create(settings.wsdl()).toURL());
    this.port =
        switch (version) {
          case SOAP_11 -> service.getSpecialEquipmentSoap11Port();
          case SOAP_12 -> service.getSpecialEquipmentSoap12Port();
        };
    Map<String, Object> context = ((BindingProvider) port).getRequestContext();
    context.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, settings.exchange());
    // SOAP 1.2 sends a Sender Fault with HTTP 400; unless told so, CXF drops the Fault of such an answer.
    context.put("org.apache.cxf.transport.process_fault_on_http_400", true);
  }

  /** A signed request with an id of its own; {@code busilist} is signed as the text that is sent. */
  public Exchange compose(String action, String busicode, List<? extends JsonNode> items) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("appid", settings.appid());
    fields.put("busicode", busicode);
    fields.put("action", action);
    fields.put("busilist", JSON.valueToTree(items).toString());
    fields.put("random", UUID.randomUUID().toString());
    Exchange request = new Exchange();
    request.setAppid(fields.get("appid"));
    request.setBusicode(busicode);
    request.setAction(action);
    request.setBusilist(fields.get("busilist"));
    request.setRandom(fields.get("random"));
    request.setSign(signer.sign(fields));
    return request;
  }

  /** A request that was sent before, sent again unchanged, is answered as before and not carried out twice. */
  public ExchangeResponse send(Exchange request) throws ExchangeFaultMessage {
    return port.exchange(request);
  }

  /** Reads an answer only after its sign and the echoed id have proved to be right. */
  public Result read(Exchange request, ExchangeResponse answer) throws JsonProcessingException {
    if (!signer.verify(signedFields(answer), answer.getSign())) {
      throw new SecurityException("The sign of the answer is wrong");
    }
    if (!request.getRandom().equals(answer.getRandom())) {
      throw new SecurityException("The answer belongs to another request");
    }
    return JSON.readValue(answer.getDatalist(), Result.class);
  }

  /** {@link #compose}, {@link #send} and {@link #read} in one. */
  public Result exchange(String action, String busicode, List<? extends JsonNode> items)
      throws ExchangeFaultMessage, JsonProcessingException {
    Exchange request = compose(action, busicode, items);
    return read(request, send(request));
  }

  /** S1 signs appid, busicode, datalist and random of its answers; S2 the last two. */
  private Map<String, String> signedFields(ExchangeResponse answer) {
    Map<String, String> fields = new LinkedHashMap<>();
    if ("s1".equals(settings.standard())) {
      fields.put("appid", answer.getAppid());
      fields.put("busicode", answer.getBusicode());
    }
    fields.put("datalist", answer.getDatalist());
    fields.put("random", answer.getRandom());
    return fields;
  }
}
