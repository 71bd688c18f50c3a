import test from "ava";
import { formatAskedNetworks, parseAskedNetworks } from "../../src/model/asked-networks.ts";

test("asked networks: names with commas between them, each with its aliases", (t) => {
  t.deepEqual(parseAskedNetworks(" back, front:www: shop ,"), [
    { network: "back", aliases: [] },
    { network: "front", aliases: ["www", "shop"] },
  ]);
  t.deepEqual(parseAskedNetworks(""), []);
  t.is(formatAskedNetworks(parseAskedNetworks("back,front:www:shop")), "back,front:www:shop");
});
