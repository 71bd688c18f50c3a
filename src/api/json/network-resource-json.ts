import {
  makeDriver,
  makeIPAMConfig,
  makeIPAMOptions,
  makeNetworkSpec,
  type Driver,
  type IPAMConfig,
  type Meta,
  type Network,
  type NetworkSpec,
} from "../../model/generated/types.ts";
import { HIDDEN, kept, named, nullable, omitted, record, type Form } from "./form.ts";
import { annotationsOf, metaFields, metaShape } from "./meta-json.ts";
import { flag, listOf, text, textMap } from "./values.ts";

// `docker network` has another form for networks than tasks have for what they are on.
// Source: Docker Engine API, Network and NetworkCreateRequest.

interface IpamShape {
  readonly driver: string;
  readonly options?: Readonly<Record<string, string>> | undefined;
  readonly configs: readonly IPAMConfig[];
}

const ipam: Form<IpamShape> = named(
  "IPAM",
  record<IpamShape>((fields) => ({ driver: "", configs: [], ...fields }), {
    driver: kept("Driver", text),
    options: nullable("Options", textMap),
    configs: kept(
      "Config",
      listOf(
        record<IPAMConfig>(makeIPAMConfig, {
          subnet: omitted("Subnet", text),
          range: omitted("IPRange", text),
          gateway: omitted("Gateway", text),
          reserved: omitted("AuxiliaryAddresses", textMap),
          family: HIDDEN,
        }),
      ),
    ),
  }),
);

const configFrom = record<{ readonly network: string }>((fields) => ({ network: "", ...fields }), {
  network: kept("Network", text),
});

/** What `docker network create` asks for. */
export interface NetworkWish {
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
  readonly enableIpv6: boolean;
  readonly ipam?: IpamShape | undefined;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly configOnly: boolean;
  readonly configFrom?: { readonly network: string } | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

export const networkWish: Form<NetworkWish> = named(
  "NetworkCreateRequest",
  record<NetworkWish>(
    (fields) => ({
      ...{ name: "", driver: "", scope: "", enableIpv6: false, internal: false, attachable: false },
      ...{ ingress: false, configOnly: false, options: {}, labels: {} },
      ...fields,
    }),
    {
      name: kept("Name", text),
      driver: kept("Driver", text),
      scope: omitted("Scope", text),
      enableIpv6: omitted("EnableIPv6", flag),
      ipam: omitted("IPAM", ipam),
      internal: omitted("Internal", flag),
      attachable: omitted("Attachable", flag),
      ingress: omitted("Ingress", flag),
      configOnly: omitted("ConfigOnly", flag),
      configFrom: omitted("ConfigFrom", configFrom),
      options: omitted("Options", textMap),
      labels: omitted("Labels", textMap),
    },
  ),
);

/** What the cluster is asked for. */
export function specOf(wish: NetworkWish): NetworkSpec {
  const { name, labels, driver, options, enableIpv6, internal, attachable, ingress } = wish;
  const from = wish.configFrom?.network ?? "";
  return makeNetworkSpec({
    annotations: annotationsOf({ name, labels }),
    driverConfig: makeDriver({ name: driver === "" ? "overlay" : driver, options }),
    ipv6Enabled: enableIpv6,
    ...{ internal, attachable, ingress },
    ipam:
      wish.ipam &&
      makeIPAMOptions({
        driver: makeDriver({ name: wish.ipam.driver, options: wish.ipam.options ?? {} }),
        configs: wish.ipam.configs,
      }),
    ...(from === "" ? {} : { network: from }),
  });
}

interface ResourceShape {
  readonly name: string;
  readonly id: string;
  readonly created: NonNullable<Meta["createdAt"]>;
  readonly scope: string;
  readonly driver: string;
  readonly enableIpv6: boolean;
  readonly ipam: IpamShape;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly configFrom: { readonly network: string };
  readonly configOnly: boolean;
  readonly containers?: Readonly<Record<string, string>> | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Containers of this node by their ids, as the engine tells of them. */
const attached: typeof textMap = { ...textMap, schema: () => ({ type: "object" }) };

const resource: Form<ResourceShape> = named(
  "Network",
  record<ResourceShape>((fields) => ({ ...shapeOf(undefined), ...fields }), {
    name: kept("Name", text),
    id: kept("Id", text),
    created: kept("Created", metaFields.createdAt.form),
    scope: kept("Scope", text),
    driver: kept("Driver", text),
    enableIpv6: kept("EnableIPv6", flag),
    ipam: kept("IPAM", ipam),
    internal: kept("Internal", flag),
    attachable: kept("Attachable", flag),
    ingress: kept("Ingress", flag),
    configFrom: kept("ConfigFrom", configFrom),
    configOnly: kept("ConfigOnly", flag),
    containers: nullable("Containers", attached),
    options: kept("Options", textMap),
    labels: kept("Labels", textMap),
  }),
);

export const networkDescription = resource.schema;

function shapeOf(network: Network | undefined): ResourceShape {
  const { spec, ipam: given, driverState } = network ?? {};
  const driver: Driver = driverState ?? spec?.driverConfig ?? makeDriver();
  const options = given?.driver?.options ?? {};
  return {
    name: spec?.annotations?.name ?? "",
    id: network?.id ?? "",
    created: metaShape(network?.meta).createdAt,
    scope: "swarm",
    driver: driver.name,
    enableIpv6: spec?.ipv6Enabled ?? false,
    ipam: {
      driver: given?.driver?.name ?? "",
      ...(Object.keys(options).length === 0 ? {} : { options }),
      configs: given?.configs ?? [],
    },
    internal: spec?.internal ?? false,
    attachable: spec?.attachable ?? false,
    ingress: spec?.ingress ?? false,
    configFrom: { network: spec?.network ?? "" },
    configOnly: false,
    options: driver.options,
    labels: spec?.annotations?.labels ?? {},
  };
}

/** A network of the cluster as `docker network` shows it. */
export function networkResource(network: Network): Readonly<Record<string, unknown>> {
  // A record is written as an object.
  return resource.write(shapeOf(network)) as Readonly<Record<string, unknown>>;
}
