-- AlterTable
ALTER TABLE "PrivacyRequest" ADD COLUMN "claimedAt" DATETIME;
ALTER TABLE "PrivacyRequest" ADD COLUMN "claimedBy" TEXT;
ALTER TABLE "PrivacyRequest" ADD COLUMN "extendedUntil" DATETIME;
ALTER TABLE "PrivacyRequest" ADD COLUMN "handedTo" TEXT;
ALTER TABLE "PrivacyRequest" ADD COLUMN "mergedInto" TEXT;
ALTER TABLE "PrivacyRequest" ADD COLUMN "regimes" TEXT;
ALTER TABLE "PrivacyRequest" ADD COLUMN "reminded" INTEGER;
