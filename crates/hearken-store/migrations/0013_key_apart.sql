-- The key of the ledger of erasures moves from meta 'erasure_key' into a file of its own, so that the ledger alone confirms
-- nobody: see erasures/key.rs, which moves it, and leaves its id in meta 'erasure_key_id'.

-- The plan that an erasure was carried out by, so that it is gone on with and not begun again; NULL before there were plans.
ALTER TABLE erasures ADD COLUMN plan TEXT;
-- How far it came: 0 remembered, 1 gone from the tables.
ALTER TABLE erasures ADD COLUMN done INTEGER NOT NULL DEFAULT 1;
CREATE UNIQUE INDEX erasures_plan ON erasures (plan) WHERE plan IS NOT NULL;
