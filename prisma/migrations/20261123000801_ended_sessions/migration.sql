-- An ended session matters while a token of it may still be alive; after that the row is taken away. The policy allows it already.
GRANT DELETE ON "public"."EndedSession" TO gate_sync;
