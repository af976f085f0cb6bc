// `prisma generate` looks for an engine binary that it never runs; any file will do, nothing is downloaded.
import { defineConfig } from 'prisma/config'

process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma' })
