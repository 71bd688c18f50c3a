import { OperationalError } from "../../base/errors.ts";
import {
  Mount_BindOptions_Propagation,
  Mount_Consistency,
  Mount_Type,
} from "../../model/generated/types.ts";
import type {
  Mount,
  Mount_BindOptions,
  Mount_TmpfsOptions,
  Mount_VolumeOptions,
} from "../../model/generated/types.ts";
import { defined, filled, given } from "./given.ts";

const TYPE_NAMES: Readonly<Record<Mount_Type, string>> = {
  [Mount_Type.BIND]: "bind",
  [Mount_Type.VOLUME]: "volume",
  [Mount_Type.TMPFS]: "tmpfs",
  [Mount_Type.NPIPE]: "npipe",
  [Mount_Type.CLUSTER]: "cluster",
};

const CONSISTENCY_NAMES: Readonly<Record<Mount_Consistency, string>> = {
  [Mount_Consistency.DEFAULT]: "",
  [Mount_Consistency.CONSISTENT]: "consistent",
  [Mount_Consistency.CACHED]: "cached",
  [Mount_Consistency.DELEGATED]: "delegated",
};

const PROPAGATION_NAMES: Readonly<Record<Mount_BindOptions_Propagation, string>> = {
  [Mount_BindOptions_Propagation.RPRIVATE]: "rprivate",
  [Mount_BindOptions_Propagation.PRIVATE]: "private",
  [Mount_BindOptions_Propagation.RSHARED]: "rshared",
  [Mount_BindOptions_Propagation.SHARED]: "shared",
  [Mount_BindOptions_Propagation.RSLAVE]: "rslave",
  [Mount_BindOptions_Propagation.SLAVE]: "slave",
};

/** A mount of a task as an entry of the engine's HostConfig.Mounts. */
export function mountOf(mount: Mount): Readonly<Record<string, unknown>> {
  if (mount.type === Mount_Type.CLUSTER) {
    throw new OperationalError(
      "invalidArgument",
      `Cannot mount cluster volume "${mount.source}" at "${mount.target}": this engine has no CSI plugins; use a volume of type "volume"`,
    );
  }
  if (mount.type === Mount_Type.NPIPE) {
    throw new OperationalError(
      "invalidArgument",
      `Cannot mount named pipe "${mount.source}" at "${mount.target}": they are for Windows; this node runs Linux containers`,
    );
  }
  return defined({
    Type: TYPE_NAMES[mount.type],
    Source: given(mount.source),
    Target: mount.target,
    ReadOnly: given(mount.readonly),
    Consistency: given(CONSISTENCY_NAMES[mount.consistency]),
    BindOptions: mount.bindOptions && bindOptions(mount.bindOptions),
    VolumeOptions: mount.volumeOptions && volumeOptions(mount.volumeOptions),
    TmpfsOptions: mount.tmpfsOptions && tmpfsOptions(mount.tmpfsOptions),
  });
}

function bindOptions(options: Mount_BindOptions): Readonly<Record<string, unknown>> {
  return defined({
    Propagation: PROPAGATION_NAMES[options.propagation],
    NonRecursive: given(options.nonrecursive),
    CreateMountpoint: given(options.createmountpoint),
    ReadOnlyNonRecursive: given(options.readonlynonrecursive),
    ReadOnlyForceRecursive: given(options.readonlyforcerecursive),
  });
}

function volumeOptions(options: Mount_VolumeOptions): Readonly<Record<string, unknown>> {
  const driver = options.driverConfig;
  return defined({
    NoCopy: given(options.nocopy),
    Labels: given(options.labels),
    DriverConfig: driver && { Name: driver.name, Options: driver.options },
    Subpath: given(options.subpath),
  });
}

function tmpfsOptions(options: Mount_TmpfsOptions): Readonly<Record<string, unknown>> {
  return defined({
    SizeBytes: given(options.sizeBytes),
    Mode: given(options.mode),
    // The engine wants each option as a list of its name and, where it has one, its value.
    Options: filled(
      options.options
        .split(",")
        .filter((option) => option !== "")
        .map((option) => option.split("=", 2)),
    ),
  });
}
