/** The version of this program; the package's own. */
export const SKEIN_VERSION = "0.1.0";
