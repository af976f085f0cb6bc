-- CreateTable
CREATE TABLE "DeskMark" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "toldAt" DATETIME,
    "note" TEXT
);
