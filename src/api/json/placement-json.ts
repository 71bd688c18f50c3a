import {
  makePlacement,
  makePlacementPreference,
  makePlatform,
  makeSpreadOver,
  type Placement,
  type PlacementPreference,
  type Platform,
  type SpreadOver,
} from "../../model/generated/types.ts";
import { kept, named, nullable, omitted, record, type Form } from "./form.ts";
import { listOf, text, uint64 } from "./values.ts";

export const platform: Form<Platform> = named(
  "Platform",
  record<Platform>(makePlatform, {
    architecture: omitted("Architecture", text),
    os: omitted("OS", text),
  }),
);

const preference: Form<PlacementPreference> = record<PlacementPreference>(makePlacementPreference, {
  spread: nullable(
    "Spread",
    record<SpreadOver>(makeSpreadOver, { spreadDescriptor: kept("SpreadDescriptor", text) }),
  ),
});

/** Which nodes may, and which should, run the tasks. A preference that says nothing is dropped. */
export const placement: Form<Placement> = named(
  "Placement",
  record<Placement>(
    ({ preferences = [], ...fields }) =>
      makePlacement({ ...fields, preferences: preferences.filter(({ spread }) => spread) }),
    {
      constraints: omitted("Constraints", listOf(text)),
      preferences: omitted("Preferences", listOf(preference)),
      maxReplicas: omitted("MaxReplicas", uint64),
      platforms: omitted("Platforms", listOf(platform)),
    },
  ),
);
