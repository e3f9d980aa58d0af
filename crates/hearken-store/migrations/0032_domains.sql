-- A customer is looked for by a part of a domain: without an index of domains alone every fact of everybody was read.
CREATE INDEX customer_changes_domains ON customer_changes (value, customer_id)
  WHERE what = 'identifier' AND kind = 'domain' AND standing AND NOT dropped;
