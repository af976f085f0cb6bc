import { expect, test } from 'vitest'
import { readDatabaseUrl } from '../../src/userdb/database-url.ts'

test('host, port, login and database are read, escapes undone', () => {
  expect(readDatabaseUrl('postgres://a%40b:p%3Aw%2F%3F@db.example.com:6432/%E7%8C%AB?sslmode=disable', 5432)).toEqual({
    host: 'db.example.com',
    port: 6432,
    socket: null,
    user: 'a@b',
    password: 'p:w/?',
    database: '猫',
    tls: null,
  })
  expect(readDatabaseUrl('postgres:///shop?host=/run/postgresql', 5432)).toMatchObject({
    socket: '/run/postgresql',
    database: 'shop',
    tls: null,
  })
  expect(readDatabaseUrl('mysql://u@[::1]/shop', 3306)).toMatchObject({ host: '::1', port: 3306, tls: null })
})

test('a connection that leaves the machine is encrypted and looks at the certificate unless the URL says otherwise', () => {
  const tls = (url: string) => readDatabaseUrl(url, 5432).tls
  expect(tls('postgres://u@localhost/shop')).toBeNull()
  expect(tls('postgres://u@db.example.com/shop')).toEqual({ rejectUnauthorized: true })
  expect(tls('postgres://u@db.example.com/shop?sslmode=require')).toEqual({ rejectUnauthorized: false })
  expect(tls('mysql://u@db.example.com/shop?ssl-mode=VERIFY_CA')).toMatchObject({
    rejectUnauthorized: true,
    checkServerIdentity: expect.any(Function),
  })
  expect(tls('postgres://u@localhost/shop?sslmode=verify-full')).toEqual({ rejectUnauthorized: true })
})

test.each([
  ['postgres://u:p@ss%@host/db', /cannot be read/],
  ['postgres://u@host/', /names no database/],
  ['postgres://u@host/db?sslmode=perhaps', /unknown sslmode/],
  [
    'postgres://u@host/db?sslrootcert=/nowhere/ca.pem&sslmode=verify-full',
    /\/nowhere\/ca\.pem.*cannot be read \(ENOENT\)/,
  ],
  ['postgres://u@host/db?pool=9', /knows no parameter pool/],
])('%s is refused in words that hold no password', (url, words) => {
  expect(() => readDatabaseUrl(url, 5432)).toThrow(words)
  expect(() => readDatabaseUrl(url, 5432)).not.toThrow(/p@ss/)
})
