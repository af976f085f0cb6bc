-- AlterTable
ALTER TABLE "Mail" ADD COLUMN "newText" TEXT;

-- CreateTable
CREATE TABLE "MailSignature" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "mailId" TEXT NOT NULL,
    "bits" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "SavedView" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "staffId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "MailSignature_mailId_key" ON "MailSignature"("mailId");

-- CreateIndex
CREATE INDEX "SavedView_staffId_id_idx" ON "SavedView"("staffId", "id");

-- CreateIndex
CREATE INDEX "PrivacyRequest_receivedAt_idx" ON "PrivacyRequest"("receivedAt");
