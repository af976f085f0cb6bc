-- CreateTable
CREATE TABLE "Download" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sentTo" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "codeHash" TEXT,
    "codeExpiresAt" DATETIME,
    "codesSent" INTEGER NOT NULL DEFAULT 0,
    "codeSentAt" DATETIME,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "fetchingSince" DATETIME,
    "closedAs" TEXT,
    "closedAt" DATETIME,
    CONSTRAINT "Download_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "PrivacyRequest" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Download_tokenHash_key" ON "Download"("tokenHash");

-- CreateIndex
CREATE INDEX "Download_requestId_idx" ON "Download"("requestId");

-- CreateIndex
CREATE INDEX "Download_closedAs_expiresAt_idx" ON "Download"("closedAs", "expiresAt");

-- CreateIndex
CREATE INDEX "Download_file_idx" ON "Download"("file");
