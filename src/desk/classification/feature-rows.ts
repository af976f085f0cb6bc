// Finds the row of a feature without keeping its name: names are known by a hash of 32 bits. A hundred thousand names would
// take ten times the memory of their weights. A name that was never learned meets a known hash once in forty thousand times.

export interface FeatureRows {
  get(name: string): number | undefined
}

export function hashOf(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  // FNV-1a leaves neighbours close together; two more turns spread them
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** `hashes`: that of each row, all different. */
export function rowsByHash(hashes: Uint32Array): FeatureRows {
  let size = 16
  while (size < hashes.length * 2) size *= 2
  const mask = size - 1
  const places = new Int32Array(size).fill(-1)
  for (let row = 0; row < hashes.length; row++) {
    let at = (hashes[row] ?? 0) & mask
    while ((places[at] ?? -1) >= 0) at = (at + 1) & mask
    places[at] = row
  }
  return {
    get(name) {
      const hash = hashOf(name)
      for (let at = hash & mask; ; at = (at + 1) & mask) {
        const row = places[at] ?? -1
        if (row < 0) return undefined
        if (hashes[row] === hash) return row
      }
    },
  }
}
