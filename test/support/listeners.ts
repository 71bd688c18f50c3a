import { setMaxListeners } from "node:events";

// As the daemon does: many wait on one signal, and each takes its listener away again.
setMaxListeners(0);
