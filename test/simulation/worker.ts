/** One process of a wide run: `worker.js PROFILE FIRST LAST STRIDE`. */
import { serveWide } from "./wide.ts";

const [profile = "", first, last, stride] = process.argv.slice(2);
await serveWide(profile, { first: Number(first), last: Number(last), stride: Number(stride) });
process.disconnect();
