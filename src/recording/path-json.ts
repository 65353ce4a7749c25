const most = 1000;
const known = new Map<string, string>();

/** A request's path as JSON. A service has a few paths that come again and again; each is turned into JSON once. */
export function pathJson(path: string): string {
  let json = known.get(path);
  if (json === undefined) {
    json = JSON.stringify(path);
    if (known.size >= most) known.clear();
    known.set(path, json);
  }
  return json;
}
