import {
  ContainerSpec_Isolation,
  makeContainerSpec,
  makeContainerSpec_DNSConfig,
  makeContainerSpec_Ulimit,
  makeHealthConfig,
  type ContainerSpec,
  type ContainerSpec_DNSConfig,
  type ContainerSpec_Ulimit,
  type Duration,
  type HealthConfig,
} from "../../model/generated/types.ts";
import { configReference, secretReference } from "./file-reference-json.ts";
import { HIDDEN, kept, named, omitted, record, type Form } from "./form.ts";
import { mount } from "./mount-json.ts";
import { privileges } from "./privileges-json.ts";
import {
  choice,
  duration,
  durationIfSet,
  flag,
  int32,
  int64,
  listOf,
  text,
  textMap,
  tristate,
} from "./values.ts";

const texts = listOf(text);
const NO_SPAN: Duration = { seconds: 0, nanos: 0 };

/** Spans that nobody gave are zero on the wire, as Docker's managers write them. */
const healthcheck: Form<HealthConfig> = named(
  "HealthConfig",
  record<HealthConfig>(
    (fields) =>
      makeHealthConfig({
        interval: NO_SPAN,
        timeout: NO_SPAN,
        startPeriod: NO_SPAN,
        startInterval: NO_SPAN,
        ...fields,
      }),
    {
      test: omitted("Test", texts),
      interval: omitted("Interval", duration),
      timeout: omitted("Timeout", duration),
      startPeriod: omitted("StartPeriod", duration),
      startInterval: omitted("StartInterval", duration),
      retries: omitted("Retries", int32),
    },
  ),
);

const dnsConfig: Form<ContainerSpec_DNSConfig> = record<ContainerSpec_DNSConfig>(
  makeContainerSpec_DNSConfig,
  {
    nameservers: omitted("Nameservers", texts),
    search: omitted("Search", texts),
    options: omitted("Options", texts),
  },
);

const ulimit: Form<ContainerSpec_Ulimit> = record<ContainerSpec_Ulimit>(makeContainerSpec_Ulimit, {
  name: kept("Name", text),
  hard: kept("Hard", int64),
  soft: kept("Soft", int64),
});

const isolation = choice(
  {
    default: ContainerSpec_Isolation.ISOLATION_DEFAULT,
    process: ContainerSpec_Isolation.ISOLATION_PROCESS,
    hyperv: ContainerSpec_Isolation.ISOLATION_HYPERV,
  },
  { unknown: ContainerSpec_Isolation.ISOLATION_DEFAULT, caseless: true },
);

/** What runs in a task. Members in Docker's order. */
export const containerSpec: Form<ContainerSpec> = named(
  "ContainerSpec",
  record<ContainerSpec>(makeContainerSpec, {
    image: omitted("Image", text),
    labels: omitted("Labels", textMap),
    command: omitted("Command", texts),
    args: omitted("Args", texts),
    hostname: omitted("Hostname", text),
    env: omitted("Env", texts),
    dir: omitted("Dir", text),
    user: omitted("User", text),
    groups: omitted("Groups", texts),
    privileges: omitted("Privileges", privileges),
    init: omitted("Init", tristate),
    stopSignal: omitted("StopSignal", text),
    tty: omitted("TTY", flag),
    openStdin: omitted("OpenStdin", flag),
    readOnly: omitted("ReadOnly", flag),
    mounts: omitted("Mounts", listOf(mount)),
    stopGracePeriod: omitted("StopGracePeriod", durationIfSet),
    healthcheck: omitted("Healthcheck", healthcheck),
    hosts: omitted("Hosts", texts),
    dnsConfig: omitted("DNSConfig", dnsConfig),
    secrets: omitted("Secrets", listOf(secretReference)),
    configs: omitted("Configs", listOf(configReference)),
    isolation: omitted("Isolation", isolation),
    sysctls: omitted("Sysctls", textMap),
    capabilityAdd: omitted("CapabilityAdd", texts),
    capabilityDrop: omitted("CapabilityDrop", texts),
    ulimits: omitted("Ulimits", listOf(ulimit)),
    oomScoreAdj: omitted("OomScoreAdj", int64),
    // In the API among the resources.
    pidsLimit: HIDDEN,
    // The registry's password: taken from a header, never shown.
    pullOptions: HIDDEN,
  }),
);
