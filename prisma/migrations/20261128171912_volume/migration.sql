-- AlterTable
ALTER TABLE "PrivacyRequest" ADD COLUMN "domainKey" TEXT;

-- CreateIndex
CREATE INDEX "PrivacyRequest_receivedAt_domainKey_idx" ON "PrivacyRequest"("receivedAt", "domainKey");
