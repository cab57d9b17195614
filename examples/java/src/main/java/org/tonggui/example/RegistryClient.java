package org.tonggui.example;

import java.util.List;
import java.util.Vector;
import org.uddi4j.datatype.binding.AccessPoint;
import org.uddi4j.datatype.binding.BindingTemplate;
import org.uddi4j.datatype.binding.BindingTemplates;
import org.uddi4j.datatype.binding.TModelInstanceDetails;
import org.uddi4j.datatype.binding.TModelInstanceInfo;
import org.uddi4j.datatype.business.BusinessEntity;
import org.uddi4j.datatype.service.BusinessService;
import org.uddi4j.datatype.tmodel.TModel;
import org.uddi4j.response.ServiceInfo;
import org.uddi4j.util.CategoryBag;
import org.uddi4j.util.KeyedReference;

/** A publisher of the gateway's registry, by UDDI 2.0: what it does for a service, in UDDI4J's words. */
public final class RegistryClient implements AutoCloseable {
  private static final int MAX_ROWS = 10;

  private final RegistryProxy registry;
  private final String token;

  /** Signs a publisher in; {@code gateway} is the address before {@code /uddi}. */
  public RegistryClient(String gateway, String publisher, String credential) throws Exception {
    registry = new RegistryProxy(gateway);
    token = registry.signIn(publisher, credential);
  }

  /** Publishes a business; answers its key. */
  public String saveBusiness(String name) throws Exception {
    Vector<BusinessEntity> businesses = new Vector<>(List.of(new BusinessEntity("", name, "zh")));
    Object saved = registry.save_business(token, businesses).getBusinessEntityVector().get(0);
    return ((BusinessEntity) saved).getBusinessKey();
  }

  /** Publishes a tModel, which names an interface or a list of codes; answers its key. */
  public String saveModel(String name) throws Exception {
    Vector<TModel> models = new Vector<>(List.of(new TModel("", name)));
    Object saved = registry.save_tModel(token, models).getTModelVector().get(0);
    return ((TModel) saved).getTModelKey();
  }

  /** Publishes a service that answers at an address and is found by a code; answers its key. */
  public String saveService(String business, String name, String address, String model, String code)
      throws Exception {
    BusinessService service = new BusinessService("");
    service.setBusinessKey(business);
    service.setDefaultNameString(name, "zh");
    service.setCategoryBag(categories(model, code));
    service.setBindingTemplates(new BindingTemplates());
    service.getBindingTemplates().add(binding(address, model));
    Object saved = registry.save_service(token, new Vector<>(List.of(service))).getBusinessServiceVector().get(0);
    return ((BusinessService) saved).getServiceKey();
  }

  /** The keys of services by the beginning of their name. */
  public List<String> findByName(String name) throws Exception {
    return keysOf(registry.find_service("", name, null, MAX_ROWS).getServiceInfos().getServiceInfoVector());
  }

  /** The keys of services by a code. */
  public List<String> findByCode(String model, String code) throws Exception {
    CategoryBag wanted = categories(model, code);
    return keysOf(registry.find_service("", wanted, null, MAX_ROWS).getServiceInfos().getServiceInfoVector());
  }

  /** Where a service answers. */
  public String addressOf(String service) throws Exception {
    Object found = registry.get_serviceDetail(service).getBusinessServiceVector().get(0);
    return ((BusinessService) found).getBindingTemplates().get(0).getAccessPoint().getText();
  }

  /** Takes a business back, with its services. */
  public void deleteBusiness(String business) throws Exception {
    registry.delete_business(token, business);
  }

  /** Takes a tModel back. */
  public void deleteModel(String model) throws Exception {
    registry.delete_tModel(token, model);
  }

  /** Ends the token. */
  @Override
  public void close() throws Exception {
    registry.discard_authToken(token);
  }

  private static BindingTemplate binding(String address, String model) {
    TModelInstanceDetails interfaces = new TModelInstanceDetails();
    interfaces.add(new TModelInstanceInfo(model));
    return new BindingTemplate("", interfaces, new AccessPoint(address, "http"));
  }

  private static CategoryBag categories(String model, String code) {
    CategoryBag bag = new CategoryBag();
    bag.add(new KeyedReference("业务分类", code, model));
    return bag;
  }

  private static List<String> keysOf(Vector<?> found) {
    return found.stream().map(info -> ((ServiceInfo) info).getServiceKey()).toList();
  }
}
