-- The trail is append-only: entries are neither deleted nor changed. Their details alone, which the chain holds by a keyed hash,
-- may be encrypted anew or removed by retention.
CREATE TRIGGER "Event_not_deleted" BEFORE DELETE ON "Event" BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;

CREATE TRIGGER "Event_not_changed" BEFORE UPDATE ON "Event" WHEN NEW."id" IS NOT OLD."id" OR NEW."requestId" IS NOT OLD."requestId" OR NEW."mailId" IS NOT OLD."mailId" OR NEW."at" IS NOT OLD."at" OR NEW."actor" IS NOT OLD."actor" OR NEW."type" IS NOT OLD."type" OR NEW."reason" IS NOT OLD."reason" OR NEW."detailsHash" IS NOT OLD."detailsHash" OR NEW."hash" IS NOT OLD."hash" BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;

CREATE TRIGGER "TrailHead_not_deleted" BEFORE DELETE ON "TrailHead" BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;

CREATE TRIGGER "TrailHead_not_shortened" BEFORE UPDATE ON "TrailHead" WHEN NEW."id" IS NOT OLD."id" OR NEW."count" < OLD."count" BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
