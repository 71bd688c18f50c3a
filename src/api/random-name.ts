import type { Prng } from "../base/prng.ts";

// prettier-ignore
const QUALITIES = [
  "amber", "ample", "brave", "breezy", "bright", "brisk", "calm", "candid", "clever", "coastal",
  "copper", "crisp", "curious", "daring", "deft", "downy", "eager", "early", "earnest", "easy",
  "fair", "fleet", "fond", "frank", "free", "gentle", "glad", "golden", "grand", "hardy",
  "hazy", "honest", "humble", "idle", "jolly", "keen", "kind", "level", "light", "lively",
  "lucid", "lunar", "mellow", "merry", "mild", "misty", "neat", "nimble", "noble", "northern",
  "patient", "plain", "plucky", "polar", "quick", "quiet", "rapid", "ready", "rustic", "sandy",
  "serene", "sharp", "shy", "silent", "silver", "sleek", "snowy", "sober", "solar", "spry",
  "steady", "still", "sturdy", "subtle", "sunny", "swift", "tidal", "tidy", "true", "upbeat",
  "vivid", "warm", "wary", "wild", "windy", "wise", "witty", "young", "zany", "zesty",
] as const;

// Birds that migrate.
// prettier-ignore
const BIRDS = [
  "avocet", "bluethroat", "brambling", "brant", "bunting", "buzzard", "chiffchaff", "corncrake",
  "crane", "cuckoo", "curlew", "dotterel", "dunlin", "eider", "fieldfare", "flycatcher", "gadwall",
  "gannet", "garganey", "godwit", "goldeneye", "goose", "goshawk", "greylag", "harrier", "hobby",
  "hoopoe", "kestrel", "kite", "knot", "lapwing", "linnet", "longspur", "mallard", "martin",
  "merlin", "nightjar", "oriole", "osprey", "ouzel", "petrel", "phalarope", "pintail", "pipit",
  "plover", "pochard", "puffin", "quail", "redpoll", "redstart", "redwing", "ruff", "sanderling",
  "sandpiper", "scaup", "scoter", "shearwater", "shoveler", "siskin", "skua", "smew", "snipe",
  "starling", "stilt", "stint", "stork", "swallow", "swan", "swift", "teal", "tern", "thrush",
  "turnstone", "wagtail", "warbler", "waxwing", "wheatear", "whimbrel", "whinchat", "wigeon",
] as const;

/** A name for a service whose author gave it none. */
export function randomName(prng: Prng): string {
  return `${prng.pick(QUALITIES)}_${prng.pick(BIRDS)}`;
}
