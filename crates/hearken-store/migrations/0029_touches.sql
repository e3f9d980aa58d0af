-- Which themes count otherwise than before, and of which customers something is so that was not: views of nothing, but for those
-- who keep what they read and read again only that. Numbers come from meta 'touch' and grow.
CREATE TABLE touches (
  what  INTEGER NOT NULL,               -- 1 themes, 2 customers
  id    INTEGER NOT NULL,
  touch INTEGER NOT NULL,
  PRIMARY KEY (what, id)
) STRICT, WITHOUT ROWID;

-- How many signals a customer has is added up from their themes, without looking at each.
DROP INDEX theme_customers_customer;
CREATE INDEX theme_customers_customer ON theme_customers (generation, customer_id, signals);

-- The last of what somebody said, without looking at all of it.
DROP INDEX signals_contact;
CREATE INDEX signals_contact ON signals (contact_id, said_order) WHERE contact_id IS NOT NULL;

-- What customers pay, and whether they buy, is read from here alone.
DROP INDEX customer_changes_worth;
CREATE INDEX customer_changes_worth ON customer_changes
  (customer_id, kind, id, undone_position, value, hundredths, currency, from_day, source_id, position, dropped)
WHERE what = 'fact' AND kind IN ('arr', 'mrr', 'state');
