/** The version of the daemon; the package's own. */
export const SKEIN_VERSION = "0.1.0";
