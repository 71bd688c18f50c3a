import {
  EndpointSpec_ResolutionMode,
  PortConfig_Protocol,
  PortConfig_PublishMode,
  makeEndpointSpec,
  makePortConfig,
  type EndpointSpec,
  type PortConfig,
} from "../../model/generated/types.ts";
import { named, omitted, record, type Form } from "./form.ts";
import { choice, listOf, text, uint32 } from "./values.ts";

// Unknown words mean TCP and ingress, silently, as with Docker.
const protocol = choice(
  {
    tcp: PortConfig_Protocol.TCP,
    udp: PortConfig_Protocol.UDP,
    sctp: PortConfig_Protocol.SCTP,
  },
  { unknown: PortConfig_Protocol.TCP, caseless: true },
);

const publishMode = choice(
  { ingress: PortConfig_PublishMode.INGRESS, host: PortConfig_PublishMode.HOST },
  { unknown: PortConfig_PublishMode.INGRESS, caseless: true },
);

const resolutionMode = choice(
  { vip: EndpointSpec_ResolutionMode.VIP, dnsrr: EndpointSpec_ResolutionMode.DNSRR },
  {
    empty: EndpointSpec_ResolutionMode.VIP,
    unknown: (word) => `invalid resolution mode: ${JSON.stringify(word)}`,
  },
);

/** One port of a service, and where it is published. */
export const portConfig: Form<PortConfig> = named(
  "PortConfig",
  record<PortConfig>(makePortConfig, {
    name: omitted("Name", text),
    protocol: omitted("Protocol", protocol),
    targetPort: omitted("TargetPort", uint32),
    publishedPort: omitted("PublishedPort", uint32),
    publishMode: omitted("PublishMode", publishMode),
  }),
);

/** How clients reach a service. */
export const endpointSpec: Form<EndpointSpec> = named(
  "EndpointSpec",
  record<EndpointSpec>(makeEndpointSpec, {
    mode: omitted("Mode", resolutionMode),
    ports: omitted("Ports", listOf(portConfig)),
  }),
);
