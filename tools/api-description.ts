/** Writes docs/openapi.json from the API's own forms and routes. A test says when it is stale. */
import { mkdirSync, writeFileSync } from "node:fs";
import { apiDocument } from "../src/api/description/document.ts";

mkdirSync("docs", { recursive: true });
writeFileSync("docs/openapi.json", `${JSON.stringify(apiDocument(), null, 2)}\n`);
