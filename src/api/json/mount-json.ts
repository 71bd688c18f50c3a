import {
  Mount_BindOptions_Propagation,
  Mount_Consistency,
  Mount_Type,
  makeMount,
  makeMount_BindOptions,
  makeMount_TmpfsOptions,
  makeMount_VolumeOptions,
  type Mount,
  type Mount_BindOptions,
  type Mount_TmpfsOptions,
  type Mount_VolumeOptions,
} from "../../model/generated/types.ts";
import { driver } from "./driver-json.ts";
import { mapped, named, omitted, record, type Form } from "./form.ts";
import { choice, flag, int64, listOf, text, textMap, uint32 } from "./values.ts";

const type = choice(
  {
    bind: Mount_Type.BIND,
    volume: Mount_Type.VOLUME,
    tmpfs: Mount_Type.TMPFS,
    npipe: Mount_Type.NPIPE,
    cluster: Mount_Type.CLUSTER,
  },
  {
    empty: Mount_Type.BIND,
    unknown: (word) => `invalid MountType: ${JSON.stringify(word)}`,
    caseless: true,
  },
);

const consistency = choice(
  {
    consistent: Mount_Consistency.CONSISTENT,
    cached: Mount_Consistency.CACHED,
    delegated: Mount_Consistency.DELEGATED,
  },
  { empty: Mount_Consistency.DEFAULT, unknown: Mount_Consistency.DEFAULT },
);

const propagation = choice(
  {
    rprivate: Mount_BindOptions_Propagation.RPRIVATE,
    private: Mount_BindOptions_Propagation.PRIVATE,
    rshared: Mount_BindOptions_Propagation.RSHARED,
    shared: Mount_BindOptions_Propagation.SHARED,
    rslave: Mount_BindOptions_Propagation.RSLAVE,
    slave: Mount_BindOptions_Propagation.SLAVE,
  },
  {
    empty: Mount_BindOptions_Propagation.RPRIVATE,
    unknown: (word) => `invalid MountPropagation: ${JSON.stringify(word)}`,
    caseless: true,
  },
);

const bindOptions: Form<Mount_BindOptions> = record<Mount_BindOptions>(makeMount_BindOptions, {
  propagation: omitted("Propagation", propagation),
  nonrecursive: omitted("NonRecursive", flag),
  createmountpoint: omitted("CreateMountpoint", flag),
  readonlynonrecursive: omitted("ReadOnlyNonRecursive", flag),
  readonlyforcerecursive: omitted("ReadOnlyForceRecursive", flag),
});

const volumeOptions: Form<Mount_VolumeOptions> = record<Mount_VolumeOptions>(
  makeMount_VolumeOptions,
  {
    nocopy: omitted("NoCopy", flag),
    labels: omitted("Labels", textMap),
    subpath: omitted("Subpath", text),
    driverConfig: omitted("DriverConfig", driver),
  },
);

/**
 * The wire has one text, in which Docker's managers put the API's list as JSON, and SwarmKit's own
 * tools options between commas.
 */
const tmpfsOptionList: Form<string> = mapped(
  listOf(listOf(text)),
  (options) => (options.length === 0 ? "" : JSON.stringify(options)),
  (options) => {
    if (options === "") return [];
    if (!options.startsWith("[")) return options.split(",").map((option) => option.split("=", 2));
    return optionLists.read(JSON.parse(options), "TmpfsOptions.Options");
  },
);
const optionLists = listOf(listOf(text));

const tmpfsOptions: Form<Mount_TmpfsOptions> = record<Mount_TmpfsOptions>(makeMount_TmpfsOptions, {
  sizeBytes: omitted("SizeBytes", int64),
  mode: omitted("Mode", uint32),
  options: omitted("Options", tmpfsOptionList),
});

/** Something that a container sees at a path of its own. */
export const mount: Form<Mount> = named(
  "Mount",
  record<Mount>(withoutEmptyOptions, {
    type: omitted("Type", type),
    source: omitted("Source", text),
    target: omitted("Target", text),
    readonly: omitted("ReadOnly", flag),
    consistency: omitted("Consistency", consistency),
    bindOptions: omitted("BindOptions", bindOptions),
    volumeOptions: omitted("VolumeOptions", volumeOptions),
    tmpfsOptions: omitted("TmpfsOptions", tmpfsOptions),
  }),
);

/** As Docker's managers do, so that a spec that comes back is the same spec: `{}` asks for nothing. */
function withoutEmptyOptions({ bindOptions: bind, ...fields }: Partial<Mount>): Mount {
  const asks = bind !== undefined && Object.values(bind).some((value) => Boolean(value));
  return makeMount(asks ? { ...fields, bindOptions: bind } : fields);
}
