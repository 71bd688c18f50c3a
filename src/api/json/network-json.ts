import {
  makeIPAMConfig,
  makeIPAMOptions,
  makeNetwork,
  makeNetworkSpec,
  type Driver,
  type IPAMConfig,
  type IPAMOptions,
  type Network,
  type NetworkSpec,
} from "../../model/generated/types.ts";
import { driver } from "./driver-json.ts";
import { HIDDEN, kept, mapped, named, omitted, record, type Form } from "./form.ts";
import {
  NO_ANNOTATIONS,
  annotationsFields,
  annotationsOf,
  annotationsShape,
  metaFields,
  metaOf,
  metaShape,
  type AnnotationsShape,
  type MetaShape,
} from "./meta-json.ts";
import { flag, listOf, text } from "./values.ts";

const NO_DRIVER: Driver = { name: "", options: {} };

interface IpamShape {
  readonly driver: Driver;
  readonly configs: readonly IPAMConfig[];
}

const ipam: Form<IPAMOptions> = named(
  "IPAMOptions",
  mapped(
    record<IpamShape>((fields) => ({ driver: NO_DRIVER, configs: [], ...fields }), {
      driver: kept("Driver", driver),
      configs: omitted(
        "Configs",
        listOf(
          record<IPAMConfig>(makeIPAMConfig, {
            subnet: omitted("Subnet", text),
            range: omitted("Range", text),
            gateway: omitted("Gateway", text),
            family: HIDDEN,
            reserved: HIDDEN,
          }),
        ),
      ),
    }),
    (shape) => makeIPAMOptions(shape),
    ({ driver: by = NO_DRIVER, configs }) => ({ driver: by, configs }),
  ),
);

interface NetworkSpecShape extends AnnotationsShape {
  readonly driverConfig?: Driver | undefined;
  readonly ipv6Enabled: boolean;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly ipam?: IPAMOptions | undefined;
  readonly configFrom?: { readonly network: string } | undefined;
  readonly scope: string;
}

const networkSpec: Form<NetworkSpec> = mapped(
  record<NetworkSpecShape>(
    (fields) => ({
      ...NO_ANNOTATIONS,
      ipv6Enabled: false,
      internal: false,
      attachable: false,
      ingress: false,
      scope: "",
      ...fields,
    }),
    {
      ...annotationsFields,
      driverConfig: omitted("DriverConfiguration", driver),
      ipv6Enabled: omitted("IPv6Enabled", flag),
      internal: omitted("Internal", flag),
      attachable: omitted("Attachable", flag),
      ingress: omitted("Ingress", flag),
      ipam: omitted("IPAMOptions", ipam),
      configFrom: omitted(
        "ConfigFrom",
        record<{ readonly network: string }>((fields) => ({ network: "", ...fields }), {
          network: kept("Network", text),
        }),
      ),
      scope: omitted("Scope", text),
    },
  ),
  ({ name, labels, configFrom, scope: _always, ...shape }) =>
    makeNetworkSpec({
      annotations: annotationsOf({ name, labels }),
      ...shape,
      network: configFrom?.network,
    }),
  ({ annotations, network, ...spec }) => ({
    ...annotationsShape(annotations),
    driverConfig: spec.driverConfig,
    ipv6Enabled: spec.ipv6Enabled,
    internal: spec.internal,
    attachable: spec.attachable,
    ingress: spec.ingress,
    ipam: spec.ipam,
    configFrom: network === undefined ? undefined : { network },
    scope: "swarm",
  }),
);

interface NetworkShape extends MetaShape {
  readonly id: string;
  readonly spec: NetworkSpec;
  readonly driverState: Driver;
  readonly ipam?: IPAMOptions | undefined;
}

/** A network as tasks show what they are attached to; `docker network` has a form of its own. */
export const network: Form<Network> = named(
  "AttachedNetwork",
  mapped(
    record<NetworkShape>(
      (fields) => ({
        id: "",
        ...metaShape(undefined),
        spec: makeNetworkSpec(),
        driverState: NO_DRIVER,
        ...fields,
      }),
      {
        id: omitted("ID", text),
        ...metaFields,
        spec: kept("Spec", networkSpec),
        driverState: kept("DriverState", driver),
        ipam: omitted("IPAMOptions", ipam),
      },
    ),
    ({ id, spec, driverState, ipam: addresses, ...meta }) =>
      makeNetwork({ id, meta: metaOf(meta), spec, driverState, ipam: addresses }),
    ({ id, meta, spec = makeNetworkSpec(), driverState = NO_DRIVER, ipam: addresses }) => ({
      id,
      ...metaShape(meta),
      spec,
      driverState,
      ipam: addresses,
    }),
  ),
);
