-- AlterTable
ALTER TABLE "PrivacyRequest" ADD COLUMN "coolingOffUntil" DATETIME;
