-- CreateTable
CREATE TABLE "Mailbox" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "uidValidity" TEXT,
    "cursor" INTEGER NOT NULL DEFAULT 0,
    "startAt" DATETIME NOT NULL,
    "lastPolledAt" DATETIME
);

-- CreateTable
CREATE TABLE "Mail" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "mailboxId" TEXT NOT NULL,
    "uidValidity" TEXT NOT NULL,
    "uid" INTEGER NOT NULL,
    "arrivedAt" DATETIME NOT NULL,
    "storedAt" DATETIME NOT NULL,
    "bytes" INTEGER NOT NULL,
    "source" TEXT,
    "sourceSha256" TEXT NOT NULL,
    "truncated" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "stateReason" TEXT,
    "kind" TEXT,
    "messageId" TEXT,
    "messageIdHash" TEXT,
    "sameMailKey" TEXT,
    "fromAddress" TEXT,
    "fromHash" TEXT,
    "subject" TEXT,
    "decisions" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" DATETIME,
    "error" TEXT,
    "handledAt" DATETIME,
    "markedAt" DATETIME,
    "forgottenAt" DATETIME,
    "requestId" TEXT,
    CONSTRAINT "Mail_mailboxId_fkey" FOREIGN KEY ("mailboxId") REFERENCES "Mailbox" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Mail_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "PrivacyRequest" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PrivacyRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "reference" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stateReason" TEXT,
    "topic" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "requester" TEXT,
    "requesterHash" TEXT,
    "subjectKey" TEXT,
    "subjectHash" TEXT,
    "subjectAddress" TEXT,
    "receivedAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "verifiedAt" DATETIME,
    "verifiedBy" TEXT,
    "settledAt" DATETIME,
    "nextStepAt" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "threadId" TEXT,
    "threadReferences" TEXT,
    "reducedAt" DATETIME,
    "forgottenAt" DATETIME
);

-- CreateTable
CREATE TABLE "Act" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "statement" JSONB,
    "plan" JSONB,
    "result" JSONB,
    CONSTRAINT "Act_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "PrivacyRequest" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Challenge" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestId" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "sentTo" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "closedAs" TEXT,
    "closedAt" DATETIME,
    CONSTRAINT "Challenge_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "PrivacyRequest" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OutboxLetter" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestId" TEXT,
    "template" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "recipientHash" TEXT,
    "domainKey" TEXT,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "inReplyTo" TEXT,
    "inReplyToHash" TEXT,
    "references" TEXT,
    "replyTo" TEXT,
    "nullSender" BOOLEAN NOT NULL DEFAULT true,
    "attachment" TEXT,
    "attachmentName" TEXT,
    "secret" TEXT,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    "nextAttemptAt" DATETIME,
    "sentAt" DATETIME,
    "forgottenAt" DATETIME,
    "error" TEXT,
    CONSTRAINT "OutboxLetter_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "PrivacyRequest" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Event" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "requestId" TEXT,
    "mailId" TEXT,
    "at" DATETIME NOT NULL,
    "actor" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "reason" TEXT,
    "details" JSONB,
    "detailsHash" TEXT,
    "detailsRemoved" TEXT,
    "hash" TEXT NOT NULL,
    CONSTRAINT "Event_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "PrivacyRequest" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TrailHead" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "count" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "seal" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Mailbox_name_key" ON "Mailbox"("name");

-- CreateIndex
CREATE INDEX "Mail_state_nextAttemptAt_idx" ON "Mail"("state", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "Mail_sameMailKey_idx" ON "Mail"("sameMailKey");

-- CreateIndex
CREATE INDEX "Mail_messageIdHash_idx" ON "Mail"("messageIdHash");

-- CreateIndex
CREATE INDEX "Mail_fromHash_idx" ON "Mail"("fromHash");

-- CreateIndex
CREATE INDEX "Mail_requestId_idx" ON "Mail"("requestId");

-- CreateIndex
CREATE INDEX "Mail_markedAt_idx" ON "Mail"("markedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Mail_mailboxId_uidValidity_uid_key" ON "Mail"("mailboxId", "uidValidity", "uid");

-- CreateIndex
CREATE UNIQUE INDEX "PrivacyRequest_reference_key" ON "PrivacyRequest"("reference");

-- CreateIndex
CREATE INDEX "PrivacyRequest_state_nextStepAt_idx" ON "PrivacyRequest"("state", "nextStepAt");

-- CreateIndex
CREATE INDEX "PrivacyRequest_state_dueAt_idx" ON "PrivacyRequest"("state", "dueAt");

-- CreateIndex
CREATE INDEX "PrivacyRequest_requesterHash_idx" ON "PrivacyRequest"("requesterHash");

-- CreateIndex
CREATE INDEX "PrivacyRequest_subjectHash_state_idx" ON "PrivacyRequest"("subjectHash", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Act_requestId_position_key" ON "Act"("requestId", "position");

-- CreateIndex
CREATE INDEX "Challenge_requestId_closedAs_idx" ON "Challenge"("requestId", "closedAs");

-- CreateIndex
CREATE INDEX "Challenge_closedAs_expiresAt_idx" ON "Challenge"("closedAs", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxLetter_messageId_key" ON "OutboxLetter"("messageId");

-- CreateIndex
CREATE INDEX "OutboxLetter_state_nextAttemptAt_idx" ON "OutboxLetter"("state", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "OutboxLetter_recipientHash_createdAt_idx" ON "OutboxLetter"("recipientHash", "createdAt");

-- CreateIndex
CREATE INDEX "OutboxLetter_domainKey_createdAt_state_idx" ON "OutboxLetter"("domainKey", "createdAt", "state");

-- CreateIndex
CREATE INDEX "OutboxLetter_createdAt_state_idx" ON "OutboxLetter"("createdAt", "state");

-- CreateIndex
CREATE INDEX "OutboxLetter_inReplyToHash_idx" ON "OutboxLetter"("inReplyToHash");

-- CreateIndex
CREATE INDEX "OutboxLetter_requestId_idx" ON "OutboxLetter"("requestId");

-- CreateIndex
CREATE INDEX "Event_requestId_id_idx" ON "Event"("requestId", "id");
