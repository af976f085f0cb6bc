// What kind of value a column holds, from the type's name in any of the dialects.

export type TypeFamily =
  | 'integer'
  | 'number'
  | 'boolean'
  | 'text'
  | 'bytes'
  | 'time'
  | 'date'
  | 'uuid'
  | 'json'
  | 'network'
  | 'array'
  | 'other'

const families: [RegExp, TypeFamily][] = [
  [/\[\]$|^_/, 'array'],
  [/^bool|^tinyint\(1\)|^bit\(1\)$/, 'boolean'],
  [/^(big|small|medium|tiny)?int|^int\d|serial|^year/, 'integer'],
  [/^(decimal|numeric|real|double|float|money)/, 'number'],
  [/^(timestamp|datetime)/, 'time'],
  [/^date/, 'date'],
  [/^uuid|^uniqueidentifier/, 'uuid'],
  [/^json/, 'json'],
  [/^(inet|cidr)\d?$/, 'network'],
  [/^(bytea|binary|varbinary|(tiny|medium|long)?blob)/, 'bytes'],
  [/char|text|clob|^enum|^set\(|^name$|^string/, 'text'],
]

export function typeFamily(type: string): TypeFamily {
  const plain = type.trim().toLowerCase()
  return families.find(([pattern]) => pattern.test(plain))?.[1] ?? 'other'
}
