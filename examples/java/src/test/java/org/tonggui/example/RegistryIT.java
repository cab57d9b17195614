package org.tonggui.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.uddi4j.UDDIException;

/** A service is published in the registry of a running gateway by UDDI4J, found again, and taken back. */
@EnabledIfEnvironmentVariable(named = "TONGGUI_REGISTRY", matches = ".+")
class RegistryIT {
  private static final String ADDRESS = "http://127.0.0.1:9090/elevators";
  private static final String CODE = "120101";

  @Test
  void publishesAServiceAndFindsItAgain() throws Exception {
    String gateway = setting("TONGGUI_REGISTRY");
    String publisher = setting("TONGGUI_PUBLISHER");

    UDDIException refused =
        assertThrows(UDDIException.class, () -> new RegistryClient(gateway, publisher, "wrong"));
    assertEquals("E_unknownUser", refused.getDispositionReport().getErrCode());
    told("a wrong credential was refused: " + refused.getDispositionReport().getErrCode());

    try (RegistryClient registry = new RegistryClient(gateway, publisher, setting("TONGGUI_CREDENTIAL"))) {
      told("got an authToken");
      String business = registry.saveBusiness("安徽省市场监督管理局");
      told("published a business: " + business);
      String model = registry.saveModel("example-org:business-codes");
      told("published a tModel: " + model);
      String service = registry.saveService(business, "电梯检验数据", ADDRESS, model, CODE);
      told("published a service with its address: " + service);

      assertEquals(List.of(service), registry.findByName("电梯检验"));
      told("found it by the beginning of its name");
      assertEquals(List.of(service), registry.findByCode(model, CODE));
      assertEquals(List.of(), registry.findByCode(model, "120102"));
      told("found it by its code, and by no other");
      assertEquals(ADDRESS, registry.addressOf(service));
      told("read where it answers: " + ADDRESS);

      registry.deleteBusiness(business);
      registry.deleteModel(model);
      assertEquals(List.of(), registry.findByName("电梯检验"));
      told("took everything back");
      UDDIException gone = assertThrows(UDDIException.class, () -> registry.addressOf(service));
      assertEquals("E_invalidKeyPassed", gone.getDispositionReport().getErrCode());
      told("its key is no key any more: " + gone.getDispositionReport().getErrCode());
    }
  }

  private static String setting(String name) {
    return Objects.requireNonNull(System.getenv(name), () -> "set " + name);
  }

  private static void told(String step) {
    System.out.printf("ok  Java UDDI 2.0  %s%n", step);
  }
}
