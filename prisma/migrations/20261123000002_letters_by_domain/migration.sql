-- AlterTable
ALTER TABLE "OutboxLetter" ADD COLUMN "domainKey" TEXT;

-- CreateIndex
CREATE INDEX "OutboxLetter_domainKey_createdAt_idx" ON "OutboxLetter"("domainKey", "createdAt");

-- CreateIndex
CREATE INDEX "OutboxLetter_createdAt_idx" ON "OutboxLetter"("createdAt");
