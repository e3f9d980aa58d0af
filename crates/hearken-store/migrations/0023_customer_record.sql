-- What was ever said of a customer, by when: its page tells of it, what was taken back with it.
CREATE INDEX customer_changes_record ON customer_changes (customer_id, position) WHERE customer_id IS NOT NULL;
CREATE INDEX customer_changes_merges ON customer_changes (target) WHERE what = 'merged';
-- Who renews when.
CREATE INDEX customer_changes_renewals ON customer_changes (value) WHERE what = 'fact' AND kind = 'renewal' AND standing;
