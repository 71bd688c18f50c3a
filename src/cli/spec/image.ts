/** The image with the tag that is meant when there is neither tag nor digest. */
export function withDefaultTag(image: string): string {
  return image.includes("@") || /:[^/]+$/.test(image) ? image : `${image}:latest`;
}
