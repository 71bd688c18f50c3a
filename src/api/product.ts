/** The version that this daemon tells its clients: that of package.json, which a test compares. */
export const SKEIN_VERSION = "0.1.0";
