/**
 * An image's name as people write it: without its digest when it has a tag, and without the registry
 * and the library that are the defaults. Source: distribution/reference, FamiliarString.
 */
export function familiarImage(image: string): string {
  const [name = "", digest] = image.split("@");
  const tagged = /:[^/]+$/.test(name);
  const short = name.replace(/^(index\.)?docker\.io\//, "").replace(/^library\//, "");
  if (tagged || digest === undefined) return short;
  return `${short}@${digest}`;
}
