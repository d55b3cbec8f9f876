/** The path of an address without its percent-encoding; null where that cannot be undone. */
export function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
